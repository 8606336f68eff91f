import * as l10n from '@vscode/l10n';

/** A file that was uploaded to the project, as the page asks the extension to save it. */
export interface Attachment {
  readonly element: HTMLButtonElement;
  /** Its whole web address. */
  readonly source: string;
  readonly name: string;
}

const attachments = new WeakMap<Element, Attachment>();

/** The attachment that an event was for, if it was for one. */
export function attachmentOf(target: EventTarget | null): Attachment | undefined {
  const button = target instanceof Element ? target.closest('button.md-attachment') : null;
  return button ? attachments.get(button) : undefined;
}

/** Makes the button that stands for a file, with what the text calls it. */
export function createAttachment(source: string, name: string, content: readonly Node[]): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'md-attachment';
  element.title = l10n.t('Save or open {0}', name);
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-file';
  icon.setAttribute('aria-hidden', 'true');
  element.append(icon, ...content);
  attachments.set(element, { element, source, name });
  return element;
}
