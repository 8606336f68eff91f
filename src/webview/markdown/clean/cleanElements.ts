import createPurifier from 'dompurify';
import type { Steps } from '../../drawing/slices.ts';
import { markAttribute, type Marks } from '../marks.ts';
import { parseHtml } from '../parseHtml.ts';
import { serializeHtml } from '../serializeHtml.ts';

/** The elements that GitLab allows, except form controls, frames, and elements that load something. */
const tags = [
  ...[
    'a',
    'abbr',
    'b',
    'bdo',
    'blockquote',
    'br',
    'caption',
    'cite',
    'code',
    'col',
    'colgroup',
    'dd',
    'del',
    'details',
  ],
  ...['dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'ins'],
  ...[
    'kbd',
    'li',
    'mark',
    'ol',
    'p',
    'pre',
    'q',
    'rp',
    'rt',
    'ruby',
    's',
    'samp',
    'section',
    'small',
    'span',
    'strike',
  ],
  ...['strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul'],
  ...['var', 'wbr'],
];
const attributes = [
  ...['align', 'colspan', 'datetime', 'dir', 'href', 'lang', 'open', 'reversed', 'rowspan', 'scope', 'span'],
  ...['start', 'title', 'value', markAttribute],
];
/**
 * Elements that are removed together with their content: scripts, styles, and others that browsers don't show as
 * text.
 */
const emptied = [
  ...['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript', 'noembed', 'noframes'],
  ...['svg', 'math', 'title', 'head', 'textarea', 'select', 'plaintext', 'xmp'],
];

const purifier = createPurifier(window);
// Configured once, because DOMPurify needs more time to read its settings than to clean a note.
purifier.setConfig({
  ALLOWED_TAGS: [...tags],
  ALLOWED_ATTR: [...attributes],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  // Of the allowed attributes, only `href` contains an address.
  ADD_URI_SAFE_ATTR: attributes.filter((name) => name !== 'href'),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  FORBID_CONTENTS: [...emptied],
  // Avoids a new document and a copy for each text. The document of the text has no window already.
  IN_PLACE: true,
});
/** The marks of the text being cleaned. Cleaning is synchronous, so there is only one such text. */
let current: Marks | undefined;

purifier.addHook('uponSanitizeAttribute', (_element, attribute) => {
  const { attrName, attrValue } = attribute;
  if (attrName === markAttribute) {
    attribute.keepAttr = current?.find(attrValue) !== undefined;
    attribute.forceKeepAttr = attribute.keepAttr;
  } else if (attrName === 'value' || attrName === 'start') {
    attribute.keepAttr = /^-?\d{1,9}$/.test(attrValue);
  }
});

/** How often the cleaned text is parsed and cleaned again, at most, until nothing more is removed. */
const rounds = 5;

/**
 * The last step for user content. Returns a copy with only the elements and attributes above, web and email
 * addresses, and our own marks. Callers must not convert it to a string of HTML. Removing an element around others
 * (`<p><button><p>`) can leave nodes that parse differently, so the result is parsed and cleaned again until it is
 * stable.
 */
export function* cleanElements(root: HTMLElement, marks: Marks): Steps<DocumentFragment> {
  let body = root.cloneNode(true) as HTMLElement;
  for (let round = 0; ; round += 1) {
    const clean = document.createDocumentFragment();
    const isStable = yield* cleanNodes([...body.childNodes], clean, marks);
    if (isStable || round === rounds) return clean;
    const holder = body.ownerDocument.createElement('div');
    holder.append(clean);
    body = parseHtml(serializeHtml(holder));
    yield;
  }
}

/** The number of nodes that are cleaned in a step, or more if an element can't be divided. */
const usualNodes = 100;

/** Moves nodes into a clean element. Returns whether all elements could stay. */
function* cleanNodes(nodes: readonly Node[], place: ParentNode, marks: Marks): Steps<boolean> {
  let isStable = true;
  for (const { some, inner } of portions(nodes)) {
    if (inner) (some[0] as Element).replaceChildren();
    const { clean, isSame } = cleanOnce(some, marks);
    const element = clean.firstElementChild;
    place.append(clean);
    yield;
    const isInnerSame = !inner || !element || (yield* cleanNodes(inner, element, marks));
    isStable &&= isSame && isInnerSame;
  }
  return isStable;
}

interface Portion {
  readonly some: readonly Node[];
  readonly inner?: readonly Node[];
}

/** Divides nodes into portions for a step. A large element is cleaned without its content, which is cleaned later. */
function* portions(nodes: readonly Node[]): Generator<Portion> {
  let some: Node[] = [];
  let count = 0;
  for (const node of nodes) {
    const size = node instanceof HTMLElement ? node.getElementsByTagName('*').length : 0;
    const isDivided = size > usualNodes && tags.includes((node as Element).localName);
    if (isDivided || count > usualNodes) {
      if (some.length > 0) yield { some };
      some = [];
      count = 0;
    }
    if (isDivided) yield { some: [node], inner: [...node.childNodes] };
    else {
      some.push(node);
      count += 1 + size;
    }
  }
  if (some.length > 0) yield { some };
}

function cleanOnce(
  nodes: readonly Node[],
  marks: Marks,
): { readonly clean: DocumentFragment; readonly isSame: boolean } {
  const wrapper = (nodes[0]?.ownerDocument ?? document).createElement('div');
  wrapper.append(...nodes);
  current = marks;
  try {
    purifier.sanitize(wrapper);
  } finally {
    current = undefined;
  }
  const clean = document.createDocumentFragment();
  clean.append(...wrapper.childNodes);
  return { clean, isSame: !purifier.removed.some(isElement) };
}

/** Only removed elements count. Without an attribute or a comment, the rest parses the same. */
function isElement(one: (typeof purifier.removed)[number]): boolean {
  return 'element' in one && one.element.nodeType === Node.ELEMENT_NODE;
}
