import { safeLink } from '../../../model/text/safeLink.ts';
import type { MarkdownContext } from '../markdownContext.ts';
import { noteReference } from './references.ts';
import { titleParts } from './titleParts.ts';

/** The nodes of a title. Once they are in the page, the caller requests their references (`referencesIn`). */
export function titleNodes(title: string, context: MarkdownContext): readonly (Node | string)[] {
  return titleParts(title, context).map(({ text, url, reference }) => {
    if (url === undefined && !reference) return text;
    const link = document.createElement('a');
    link.textContent = text;
    const target = safeLink(url ?? (reference?.isCertain === true ? reference.url : undefined) ?? '');
    if (target !== undefined) link.setAttribute('href', target);
    if (reference) noteReference(link, reference, false);
    return link;
  });
}
