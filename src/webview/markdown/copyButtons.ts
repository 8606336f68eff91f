import * as l10n from '@vscode/l10n';

const codes = new WeakMap<Element, HTMLElement>();
/** How long a button shows that it has copied the code, in milliseconds. */
const timeOfCheck = 2_000;

/** Creates the button that copies a block of code. */
export function createCopyButton(code: HTMLElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'md-copy';
  button.title = l10n.t('Copy Code');
  button.setAttribute('aria-label', l10n.t('Copy Code'));
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-copy';
  icon.setAttribute('aria-hidden', 'true');
  button.append(icon);
  codes.set(button, code);
  return button;
}

/** Returns the code of the button that received an event, without the last line break. Undefined if it isn't one. */
export function codeToCopy(target: EventTarget | null): string | undefined {
  const button = target instanceof Element ? target.closest('.md-copy') : null;
  return button ? codes.get(button)?.textContent.replace(/\n$/, '') : undefined;
}

/** Shows for a moment that the button that received an event has copied the code. */
export function showCopied(target: EventTarget | null): void {
  const icon = target instanceof Element ? target.closest('.md-copy')?.firstElementChild : undefined;
  icon?.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => icon?.classList.replace('codicon-check', 'codicon-copy'), timeOfCheck);
}
