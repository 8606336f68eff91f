import { picturesIn } from '../../../src/webview/markdown/pictures.ts';

/*
 * Converts the HTML of a text to one line, to compare GitLab's rendering of a source with the page's. The line
 * contains elements, text, addresses, checkboxes, code with its language, formulas, diagrams, and references. It
 * omits the parts for GitLab's own page only (anchors next to headings, source positions, classes, lines of code,
 * buttons), and for ours only.
 */

const instance = 'https://gitlab.example.com';
const unwrapped =
  'a.md-reference:not([href]), .markdown-code-block, .md-code-block, .md-table, .md-diagram, .table-wrapper, span:not([class]):not([dir])';
const skipped =
  'a.anchor, copy-code, .md-copy, task-button, .md-color, .gfm-color_chip, .md-picture-alt, .codicon, .md-formula-drawn';

/** Lists the elements in `root` in order, each with its content. */
export function outlineOf(root: ParentNode): string {
  return joined([...root.childNodes].map((node) => outline(node)))
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]) ?/g, '$1')
    .trim();
}

function joined(parts: readonly string[]): string {
  return parts.join('');
}

function outline(node: Node): string {
  if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE ? text(node.textContent ?? '') : '';
  if (node.matches(skipped)) return '';
  const special = specialOf(node);
  if (special !== undefined) return special;
  const inner = joined([...node.childNodes].map((child) => outline(child)));
  if (node.matches(unwrapped) && !node.matches('.idiff')) return inner;
  return `<${nameOf(node)}>${inner}</>`;
}

/** Escapes the characters that the outline uses as brackets. */
function text(words: string): string {
  return words.replaceAll('<', '‹').replaceAll('>', '›');
}

function content(element: Element): string {
  return text(element.textContent.trim());
}

/** Returns the common form of elements that mean the same but have different HTML. */
function specialOf(element: Element): string | undefined {
  if (element.matches('gl-emoji')) return content(element);
  if (element.matches('span[title^=":"]')) return content(element);
  if (element.matches('input')) return boxOf(element);
  if (element.matches('[data-math-style], .md-formula')) {
    const isBlock =
      element.getAttribute('data-math-style') === 'display' || element.matches('.md-formula:is(pre), pre .md-formula');
    return `<math-${isBlock ? 'block' : 'inline'}>${content(element)}</>`;
  }
  if (element.matches('.md-diagram, pre[lang="mermaid"], pre[data-canonical-lang="mermaid"]'))
    return `<diagram>${content(element)}</>`;
  if (element.matches('pre')) return `<pre ${languageOf(element)}>${text(element.textContent.replace(/\n$/, ''))}</>`;
  if (element.matches('.gl-label')) return `<label>${labelText(element)}</>`;
  if (element.matches('.md-label')) return `<label>${labelText(element)}</>`;
  const image = element.matches('a.no-attachment-icon') ? element.querySelector('img') : element;
  if (image?.matches('img')) {
    const source = image.getAttribute('data-src') ?? image.getAttribute('src') ?? '';
    return `<img ${whole(source)}|${image.getAttribute('alt') ?? ''}></>`;
  }
  if (element.matches('.md-picture')) {
    const { source = '', alt = '' } =
      picturesIn(element.parentNode ?? document).find((one) => one.element === element) ?? {};
    return `<img ${whole(source)}|${alt}></>`;
  }
  if (element.matches('.media-container')) {
    const link = element.querySelector('a');
    return `<a ${whole(link?.getAttribute('href') ?? '')}>${link ? content(link) : ''}</>`;
  }
  return undefined;
}

function boxOf(box: HTMLInputElement): string {
  if (box.indeterminate || box.hasAttribute('data-inapplicable')) return '[~]';
  return box.checked ? '[x]' : '[ ]';
}

function languageOf(element: Element): string {
  const named =
    element.getAttribute('data-canonical-lang') ??
    element.getAttribute('lang') ??
    element.getAttribute('data-language');
  return named === null || named === 'plaintext' ? '' : named;
}

function labelText(element: Element): string {
  return [...element.querySelectorAll('.gl-label-text, .gl-label-text-scoped, .md-label > span')]
    .map((part) => content(part))
    .join('::');
}

function nameOf(element: Element): string {
  const { localName } = element;
  const facts: string[] = [];
  const alert = /(?:markdown|md)-alert-(note|tip|important|caution|warning)/.exec(element.className)?.[1];
  if (alert !== undefined) return `alert-${alert}`;
  if (element.matches('.markdown-alert-title, .md-alert-title')) return 'alert-title';
  if (element.matches('.idiff.addition, ins')) return 'ins';
  if (element.matches('.idiff.deletion, del, s')) return 'del';
  if (element.matches('section')) return 'footnotes';
  if (element.matches('a')) return linkOf(element);
  for (const name of ['align', 'start', 'datetime', 'open', 'colspan']) {
    const value = element.getAttribute(name);
    if (value !== null) facts.push(`${name}=${value}`);
  }
  const direction = element.getAttribute('dir');
  if (direction === 'rtl' || direction === 'ltr') facts.push(`dir=${direction}`);
  if (element.matches('abbr')) facts.push(`title=${element.getAttribute('title') ?? ''}`);
  return [localName, ...facts].join(' ');
}

function linkOf(element: Element): string {
  const href = element.getAttribute('href') ?? element.getAttribute('data-address');
  if (element.matches('[data-footnote-ref], sup > a[id]')) return 'footnote';
  if (element.matches('[data-footnote-backref], li a[aria-label]')) return 'back';
  const type = element.getAttribute('data-reference-type') ?? /md-reference-(\w+)/.exec(element.className)?.[1];
  if (type !== undefined)
    return `${type.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())} ${whole(href ?? '')}`;
  return href === null ? 'a' : `a ${whole(href)}`;
}

/** Normalizes an address. Ignores branch names, and the prefix of the ids in our texts. */
function whole(address: string): string {
  if (address.startsWith('#')) return address.replace('#description-heading-', '#');
  return new URL(address, instance).href.replace(/\/-\/(blob|raw)\/[^/]+\//, '/-/$1/HEAD/');
}
