import createPurifier from 'dompurify';
import { markAttribute, type Marks } from './marks.ts';
import { parseHtml } from './parseHtml.ts';

/** What GitLab lets through, less what asks for something, loads something, or frames the page. */
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
/** What goes with all that is in it: scripts, styles, and what a browser that knew them would not show as text. */
const emptied = [
  ...['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript', 'noembed', 'noframes'],
  ...['svg', 'math', 'title', 'head', 'textarea', 'select', 'plaintext', 'xmp'],
];

const purifier = createPurifier(window);
// Once: DOMPurify reads its settings anew for each text otherwise, which costs more than the cleaning of a note.
purifier.setConfig({
  ALLOWED_TAGS: [...tags],
  ALLOWED_ATTR: [...attributes],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  // No other attribute contains an address.
  ADD_URI_SAFE_ATTR: attributes.filter((name) => name !== 'href'),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  FORBID_CONTENTS: [...emptied],
  // Without a document and a copy more for each text; this one is in no window.
  IN_PLACE: true,
});
/** Whose marks are kept: cleaning does not wait for anything, so there is one at a time. */
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

/** How often what is left after cleaning is parsed anew, until it stays as it is. */
const rounds = 5;

/**
 * The last step for user content: a copy that contains nothing but the elements and attributes above, web and mail
 * addresses, and our own marks. Nothing after it may go through a string of HTML again; it would be the same if it did, because an
 * element that was taken out from around others (`<p><button><p>`) leaves only what a parser makes of the rest.
 */
export function cleanElements(root: HTMLElement, marks: Marks): DocumentFragment {
  const { ownerDocument: owner } = root;
  let clean = cleanOnce([...root.cloneNode(true).childNodes], owner, marks);
  for (let round = 0; round < rounds && purifier.removed.some(isElement); round += 1) {
    const holder = owner.createElement('div');
    holder.append(clean);
    const body = parseHtml(holder.innerHTML);
    clean = cleanOnce([...body.childNodes], body.ownerDocument, marks);
  }
  return clean;
}

function cleanOnce(nodes: readonly Node[], owner: Document, marks: Marks): DocumentFragment {
  const wrapper = owner.createElement('div');
  wrapper.append(...nodes);
  current = marks;
  try {
    purifier.sanitize(wrapper);
  } finally {
    current = undefined;
  }
  const clean = document.createDocumentFragment();
  clean.append(...wrapper.childNodes);
  return clean;
}

/** Of what DOMPurify took out: attributes and comments leave nothing that a parser would make another thing of. */
function isElement(one: (typeof purifier.removed)[number]): boolean {
  return 'element' in one && one.element.nodeType === Node.ELEMENT_NODE;
}
