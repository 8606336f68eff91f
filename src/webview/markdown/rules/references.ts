import type { StateCore, Token } from 'markdown-it';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';
import { findReferences, readReference, referenceOfUrl, type Reference } from '../references/referenceSyntax.ts';
import { replaceInText } from './replaceInText.ts';

/** Turns references (`#12`, `@user`, `~label`) into links, and shortens bare URLs of the same GitLab instance. */
export function references(state: StateCore): void {
  for (const block of state.tokens) {
    if (block.type === 'inline' && block.children) nameLinks(state, block.children);
  }
  const { context } = environmentOf(state.env);
  replaceInText(state, (text) =>
    findReferences(text, context).map(({ start, end, reference }) => ({ start, end, tokens: link(state, reference) })),
  );
}

/** Marks links to a URL of the same GitLab instance, and links with a reference as the target (`[text](#12)`). */
function nameLinks(state: StateCore, tokens: readonly Token[]): void {
  const { context, marks } = environmentOf(state.env);
  tokens.forEach((token, index) => {
    if (token.type !== 'link_open') return;
    const href = String(token.attrGet('href') ?? '');
    const isBare = token.info === 'auto';
    const reference = isBare
      ? referenceOfUrl(href, context)
      : (readReference(href, context) ?? referenceOfUrl(href, context));
    if (!reference) return;
    token.attrSet(markAttribute, marks.add({ kind: 'reference', reference, ownText: !isBare }));
    token.attrSet('href', reference.url ?? href);
    const text = tokens[index + 1];
    if (isBare && text?.type === 'text') text.content = reference.text;
  });
}

function link(state: StateCore, reference: Reference): Token[] {
  const { marks } = environmentOf(state.env);
  const open = new state.Token('link_open', 'a', 1);
  open.attrSet(markAttribute, marks.add({ kind: 'reference', reference, ownText: false }));
  if (reference.isCertain && reference.url !== undefined) open.attrSet('href', reference.url);
  const text = new state.Token('text', '', 0);
  text.content = reference.text;
  return [open, text, new state.Token('link_close', 'a', -1)];
}
