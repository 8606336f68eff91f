import { emojiOf } from '../../../model/text/emojiOf.ts';
import { plainText } from '../../../model/text/plainText.ts';
import { findEmoji } from '../../../model/text/shortcodes.ts';
import type { MarkdownContext } from '../markdownContext.ts';
import { findReferences, referenceOfUrl, type Reference } from './referenceSyntax.ts';

/** A part of a title: text, or a link. */
export interface TitlePart {
  readonly text: string;
  /** The target of a URL in the title. */
  readonly url?: string;
  readonly reference?: Reference;
}

/**
 * Divides a title as GitLab shows it on the page of its issue: with emoji, and with links for URLs and references. Markdown
 * stays text, and so do references to labels and milestones.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/banzai/pipeline/single_line_pipeline.rb
 */
export function titleParts(title: string, context: MarkdownContext): readonly TitlePart[] {
  const plain = plainText(title);
  const parts: TitlePart[] = [];
  let end = 0;
  for (const { emoji, shortcode, start } of findEmoji(plain, emojiOf)) {
    parts.push(...linkedParts(plain.slice(end, start), context), { text: emoji });
    end = start + shortcode.length;
  }
  return [...parts, ...linkedParts(plain.slice(end), context)];
}

/** As in GitLab, only URLs with a scheme in lowercase. The page opens no others than these. */
const urls = /(?<![a-z0-9+.-])https?:\/\/[^\s>]+/g;
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', "'": "'", '"': '"' };

function linkedParts(text: string, context: MarkdownContext): TitlePart[] {
  const parts: TitlePart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(urls)) {
    const url = withoutEnd(found);
    if (!URL.canParse(url)) continue;
    const reference = referenceOfUrl(url, context);
    parts.push(...referredParts(text.slice(end, index), context));
    parts.push(reference ? { text: reference.text, reference } : { text: url, url });
    end = index + url.length;
  }
  return [...parts, ...referredParts(text.slice(end), context)];
}

/** A URL without the punctuation after it, as GitLab's `AutolinkFilter` reads it. */
function withoutEnd(found: string): string {
  let length = found.length;
  while ('?!.,:'.includes(found.charAt(length - 1))) length -= 1;
  const url = found.slice(0, length);
  const last = url.at(-1) ?? '';
  const opening = pairs[last];
  if (opening === undefined) return url;
  const count = (character: string) => url.split(character).length;
  return opening === last || count(opening) !== count(last) ? url.slice(0, -1) : url;
}

function referredParts(text: string, context: MarkdownContext): TitlePart[] {
  const parts: TitlePart[] = [];
  let from = 0;
  for (const { start, end, reference } of findReferences(text, context)) {
    if (reference.kind === 'label' || reference.kind === 'milestone') continue;
    if (start > from) parts.push({ text: text.slice(from, start) });
    parts.push({ text: reference.text, reference });
    from = end;
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts;
}
