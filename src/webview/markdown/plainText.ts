import * as l10n from '@vscode/l10n';
import { longestPlainPart } from '../../model/limits.ts';

/**
 * Shows a text as written. Divides a long one, because the browser lays out only the visible parts. Returns one element,
 * because the browser looks for the direction of the whole text (`dir="auto"`) whenever one is added.
 */
export function plainText(source: string): HTMLElement {
  const text = document.createElement('div');
  for (let at = 0; at < source.length;) {
    const most = source.slice(at, at + longestPlainPart);
    const lineEnd = at + most.length < source.length ? most.lastIndexOf('\n') : -1;
    const element = document.createElement('div');
    element.className = 'md-plain';
    element.textContent = lineEnd > 0 ? most.slice(0, lineEnd) : most;
    text.append(element);
    // The end of the part stands for the line break.
    at += lineEnd > 0 ? lineEnd + 1 : most.length;
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
