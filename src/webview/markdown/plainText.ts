import * as l10n from '@vscode/l10n';
import { textParts } from '../../model/text/textParts.ts';

/**
 * Shows a text as written. Divides a long one, because the browser lays out only the visible parts. Returns one element,
 * because the browser looks for the direction of the whole text (`dir="auto"`) whenever one is added.
 */
export function plainText(source: string): HTMLElement {
  const text = document.createElement('div');
  for (const part of textParts(source)) {
    const element = document.createElement('div');
    element.className = 'md-plain';
    element.textContent = part;
    text.append(element);
  }
  return text;
}

/** Explains why a text isn't rendered, and offers to open it in GitLab. */
export function plainNotice(webUrl: string): HTMLElement {
  const notice = document.createElement('p');
  notice.className = 'md-plain-notice';
  const link = document.createElement('a');
  link.href = webUrl;
  link.textContent = l10n.t('Open in GitLab');
  notice.append(l10n.t('This text is too long or complex to format here.'), ' ', link);
  return notice;
}
