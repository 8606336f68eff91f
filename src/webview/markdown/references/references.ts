import * as l10n from '@vscode/l10n';
import type { ResolvedReference } from '../../../model/gateway/referenceGateway.ts';
import { safeLink } from '../../../model/text/safeLink.ts';
import type { Reference } from './referenceSyntax.ts';
import { textColorOn } from '../../../model/text/textColorOn.ts';
import { plainText } from '../../../model/text/plainText.ts';

/** A reference in a text in the page. */
export interface ShownReference {
  readonly element: HTMLElement;
  /** The name in requests to the extension. See `Reference.name`. */
  readonly name: string;
}

interface Known {
  readonly reference: Reference;
  /** Whether the author wrote a link text for it. */
  readonly ownText: boolean;
}

const references = new WeakMap<Element, Known>();

/** Returns the references of a text in order, including repeated ones. */
export function referencesIn(root: ParentNode): ShownReference[] {
  return [...root.querySelectorAll<HTMLElement>('.md-reference')].flatMap((element) => {
    const known = references.get(element);
    return known ? [{ element, name: known.reference.name }] : [];
  });
}

/** Marks an element as a reference, and shows as much as the page can without a response from GitLab. */
export function noteReference(element: HTMLElement, reference: Reference, ownText: boolean): void {
  references.set(element, { reference, ownText });
  element.classList.add('md-reference', `md-reference-${reference.kind}`);
  if (reference.kind === 'label' && reference.isCertain)
    drawLabel(element, reference.name.slice(reference.name.indexOf('~') + 1), undefined);
}

/** Shows a resolved reference. If GitLab didn't find it (undefined), it becomes plain text again. */
export function showReference(element: HTMLElement, resolved: ResolvedReference | undefined): void {
  const known = references.get(element);
  if (!known) return;
  const { reference, ownText } = known;
  if (!resolved) {
    // An explicit link stays a link.
    if (ownText || reference.isAddress === true) return;
    element.replaceChildren(reference.text);
    element.removeAttribute('href');
    element.removeAttribute('title');
    element.className = 'md-reference';
    return;
  }
  // Keeps an address that the author wrote, because it can include a comment.
  const url = reference.isAddress === true ? undefined : safeLink(resolved.webUrl);
  if (url !== undefined) element.setAttribute('href', url);
  element.title = resolved.title;
  if (ownText) return;
  element.classList.add('md-reference-found');
  if (reference.kind === 'label') {
    drawLabel(element, resolved.name ?? reference.name.slice(reference.name.indexOf('~') + 1), resolved.color);
  } else {
    element.textContent = textOf(reference, resolved);
  }
}

function textOf(reference: Reference, { title: given, state, name, isMoved }: ResolvedReference): string {
  const title = plainText(given);
  const text = shortTextOf(reference, name);
  const ending =
    isMoved === true
      ? l10n.t('moved')
      : state === 'closed'
        ? l10n.t('closed')
        : state === 'merged'
          ? l10n.t('merged')
          : undefined;
  if (!reference.wantsTitle || title === '') return ending === undefined ? text : `${text} (${ending})`;
  return ending === undefined ? `${title} (${text})` : `${title} (${text} - ${ending})`;
}

function shortTextOf({ kind, text, foundText = text }: Reference, name: string | undefined): string {
  if (kind === 'milestone' && name !== undefined) return `%${plainText(name)}`;
  return kind === 'commit' ? text.replace(/\b[0-9a-f]{9,40}$/, (sha) => sha.slice(0, 8)) : foundText;
}

/** Shows a label as a chip in its color. A scoped label has two parts, as in GitLab. */
function drawLabel(element: HTMLElement, name: string, color: string | undefined): void {
  const cut = name.lastIndexOf('::');
  const key = part(cut > 0 ? name.slice(0, cut) : name);
  const textColor = color === undefined ? undefined : textColorOn(color);
  element.classList.add('md-label');
  element.classList.toggle('md-label-plain', textColor === undefined);
  element.replaceChildren(key, ...(cut > 0 ? [part(name.slice(cut + 2))] : []));
  if (color === undefined || textColor === undefined) return;
  element.style.setProperty('--md-label-color', color);
  element.style.setProperty('--md-label-text', textColor);
}

function part(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}
