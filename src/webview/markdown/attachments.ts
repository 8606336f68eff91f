import * as l10n from '@vscode/l10n';
import { plainText } from '../../model/text/plainText.ts';

/** A file that was uploaded to the project. The extension saves it when the user clicks its button. */
export interface Attachment {
  readonly element: HTMLButtonElement;
  /** Its absolute URL. */
  readonly source: string;
  readonly name: string;
}

const attachments = new WeakMap<Element, Attachment>();

/** Returns the attachment for the button that received an event, if any. */
export function attachmentOf(target: EventTarget | null): Attachment | undefined {
  const button = target instanceof Element ? target.closest('button.md-attachment') : null;
  return button ? attachments.get(button) : undefined;
}

/** Creates the button for a file. @param content the content of the link that it replaces. */
export function createAttachment(source: string, name: string, content: readonly Node[]): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'md-attachment';
  element.title = l10n.t('Save or open {0}', plainText(name));
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-file';
  icon.setAttribute('aria-hidden', 'true');
  element.append(icon, ...content);
  attachments.set(element, { element, source, name });
  return element;
}
