import MarkdownIt, { type Env, type Token } from 'markdown-it';
import deflist from 'markdown-it-deflist';
import footnote from 'markdown-it-footnote';
import type { Mark } from './marks.ts';
import { environmentOf, type RenderEnvironment } from './renderEnvironment.ts';
import { alerts } from './rules/alerts.ts';
import { blockLimit } from './rules/blockLimit.ts';
import { emoji } from './rules/emoji.ts';
import { frontMatter } from './rules/frontMatter.ts';
import { imageSizes } from './rules/imageSizes.ts';
import { inlineDiff } from './rules/inlineDiff.ts';
import { jsonTables } from './rules/jsonTables.ts';
import { blockMath, inlineMath } from './rules/math.ts';
import { multilineQuote } from './rules/multilineQuote.ts';
import { references } from './rules/references.ts';
import { taskItems } from './rules/taskItems.ts';
import type { Steps } from '../drawing/slices.ts';

const md = new MarkdownIt({ html: true, linkify: true });
const { escapeHtml } = md.utils;

/** Parses the blocks of GitLab Flavored Markdown, without their contents. A long text is parsed up to `progress.end`. */
export function parseBlocks(source: string, environment: RenderEnvironment): Token[] {
  environment.progress = { looks: 0 };
  const state = new md.core.State(source.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD'), md, environment);
  md.block.parse(state.src, md, environment, state.tokens);
  alerts(state);
  return state.tokens;
}

/** Replaces blocks of code that describe a table. */
export function* parseTables(blocks: readonly Token[], environment: RenderEnvironment): Steps<Token[]> {
  return yield* jsonTables(new md.core.State('', md, environment), blocks);
}

/** Parses the contents of some blocks. */
export function parseContents(blocks: Token[], environment: RenderEnvironment): Token[] {
  const state = new md.core.State('', md, environment);
  state.tokens = blocks;
  md.core.process(state);
  return state.tokens;
}

/** Moves the footnotes of a text to the end, after all contents are parsed. */
export function moveFootnotes(tokens: Token[], environment: RenderEnvironment): Token[] {
  const state = new md.core.State('', md, environment);
  state.tokens = tokens;
  for (const rule of footnoteRules) rule(state);
  return state.tokens;
}

/** Converts parsed blocks to HTML that isn't clean yet. Only `renderMarkdown` may use it. */
export function htmlOf(tokens: Token[], environment: RenderEnvironment): string {
  return md.renderer.render(tokens, md.options, environment);
}

// Cleaning checks every address later. The parser accepts every link, whatever its target.
md.validateLink = () => true;
// Shows an address as written, so that a host in another alphabet can't look like a well-known one.
md.normalizeLinkText = (url) => url;
md.linkify.set({ fuzzyLink: false });
md.linkify.add('ftp:', null);
md.linkify.add('//', null);
md.linkify.add('www.', {
  validate: (text, position) =>
    /^[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#](?:[^\s<>"]*[^\s<>"'.,:;!?)*_~])?)?/.exec(text.slice(position))?.[0]
      .length ?? 0,
  normalize: (match) => {
    match.url = `https://${match.url}`;
  },
});

// As on GitHub and GitLab, trailing punctuation isn't part of an address, even if repeated: `(https://example.com).,`
const { linkify } = md;
const [match, matchAtStart] = [linkify.match.bind(linkify), linkify.matchAtStart.bind(linkify)];
linkify.match = (text) => match(text)?.map((found) => withoutEnd(found)) ?? null;
linkify.matchAtStart = (text) => {
  const found = matchAtStart(text);
  return found && withoutEnd(found);
};

const otherRules = md.core.ruler.getRules('');
md.use(footnote).use(deflist);
md.inline.ruler.disable('footnote_inline');
// `moveFootnotes` calls it.
const footnoteRules = md.core.ruler.getRules('').filter((rule) => !otherRules.includes(rule));
md.core.ruler.disable('footnote_tail');
// `parseBlocks` does their work.
md.core.ruler.disable(['normalize', 'block']);

const quoteParents = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
md.block.ruler.before('table', 'front_matter', frontMatter);
md.block.ruler.before('front_matter', 'block_limit', blockLimit, quoteParents);
md.block.ruler.before('blockquote', 'multiline_quote', multilineQuote, quoteParents);
md.block.ruler.before('fence', 'block_math', blockMath, quoteParents);
md.inline.ruler.before('escape', 'inline_math', inlineMath);
md.inline.ruler.before('link', 'inline_diff', inlineDiff);
md.core.ruler.after('linkify', 'references', references);
md.core.ruler.after('references', 'emoji', emoji);
md.core.ruler.after('inline', 'image_sizes', imageSizes);
md.core.ruler.push('task_items', taskItems);

const { rules } = md.renderer;
const tag = (token: Token): string => `<${token.tag}${md.renderer.renderAttrs(token)}>`;
const mark = (env: Env | undefined, value: Mark): string => environmentOf(env).marks.attribute(value);
const at = (tokens: readonly Token[], index: number): Token => {
  const token = tokens[index];
  if (!token) throw new RangeError(`There is no token ${index}.`);
  return token;
};

rules['emoji'] = (tokens, index) => `${tag(at(tokens, index))}${at(tokens, index).content}</span>`;
rules['task_box'] = (tokens, index) => `${tag(at(tokens, index))}</span> `;
rules['alert_title'] = (tokens, index) => escapeHtml(at(tokens, index).content);
rules['plain'] = (tokens, index) => escapeHtml(at(tokens, index).content);
rules['formula'] = (tokens, index) => `${tag(at(tokens, index))}${escapeHtml(at(tokens, index).content)}</code>`;
rules['formula_block'] = (tokens, index) =>
  `${tag(at(tokens, index))}<code>${escapeHtml(at(tokens, index).content)}</code></pre>\n`;

rules['code_block'] = (tokens, index) => `<pre><code>${escapeHtml(at(tokens, index).content)}</code></pre>\n`;
rules['fence'] = (tokens, index, _options, env) => {
  const { content, info } = at(tokens, index);
  const language = /^[^\s,{:]+/.exec(md.utils.unescapeAll(info).trim())?.[0].toLowerCase() ?? '';
  const later: Mark | undefined =
    language === 'math'
      ? { kind: 'formula', source: content.trim(), isBlock: true }
      : language === 'mermaid'
        ? { kind: 'diagram', source: content }
        : undefined;
  return `<pre ${mark(env, later ?? { kind: 'code', language })}><code>${escapeHtml(content)}</code></pre>\n`;
};

const color =
  /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl)a?\((?:\s*\d+(?:\.\d+)?%?\s*(?:,(?!\s*\))|(?=\)))){3,4}\))$/i;
rules['code_inline'] = (tokens, index, _options, env) => {
  const { content } = at(tokens, index);
  const chip = color.test(content) ? `<span ${mark(env, { kind: 'color', value: content })}></span>` : '';
  return `<code>${escapeHtml(content)}${chip}</code>`;
};

for (const cell of ['th_open', 'td_open']) {
  rules[cell] = (tokens, index, options, _env, self) => {
    const token = at(tokens, index);
    const side = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? ''))?.[1];
    token.attrs = side === undefined ? null : [['align', side]];
    return self.renderToken(tokens, index, options);
  };
}

const footnoteOf = (token: Token): { id: string; back: string } => {
  const { id, subId } = (token.meta ?? {}) as { id?: number; subId?: number };
  const number = (id ?? 0) + 1;
  return { id: `fn-${number}`, back: `fnref-${number}${(subId ?? 0) > 0 ? `-${subId ?? 0}` : ''}` };
};
rules['footnote_ref'] = (tokens, index, _options, env) => {
  const { id, back } = footnoteOf(at(tokens, index));
  return `<sup><a ${mark(env, { kind: 'anchor', id: back, target: id })}>${id.slice(3)}</a></sup>`;
};
rules['footnote_block_open'] = (_tokens, _index, _options, env) =>
  `<section ${mark(env, { kind: 'class', name: 'md-footnotes' })}><ol>\n`;
rules['footnote_block_close'] = () => '</ol></section>\n';
rules['footnote_open'] = (tokens, index, _options, env) =>
  `<li ${mark(env, { kind: 'anchor', id: footnoteOf(at(tokens, index)).id })}>`;
rules['footnote_anchor'] = (tokens, index, _options, env) =>
  ` <a ${mark(env, { kind: 'anchor', target: footnoteOf(at(tokens, index)).back, isBack: true })}>↩</a>`;

function withoutEnd<Found extends { raw: string; text: string; url: string; lastIndex: number }>(found: Found): Found {
  let extra = 0;
  while ('?!.,:*_~'.includes(found.raw.at(-1 - extra) ?? ' ')) extra += 1;
  if (extra === 0) return found;
  const cut = (address: string): string => address.slice(0, -extra);
  const { raw, text, url, lastIndex } = found;
  return { ...found, raw: cut(raw), text: cut(text), url: cut(url), lastIndex: lastIndex - extra };
}
