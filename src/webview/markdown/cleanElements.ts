import createPurifier from 'dompurify';
import { markAttribute, type Marks } from './marks.ts';

/** What GitLab lets through, less what asks for something, loads something, or frames the page. */
const tags = [
  ...['a', 'abbr', 'b', 'bdo', 'blockquote', 'br', 'caption', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'details'],
  ...['dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'ins'],
  ...['kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp', 'section', 'small', 'span', 'strike'],
  ...['strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul'],
  ...['var', 'wbr'],
];
const attributes = [
  ...['align', 'class', 'colspan', 'datetime', 'dir', 'href', 'lang', 'open', 'reversed', 'rowspan', 'scope', 'span'],
  ...['start', 'title', 'value', markAttribute],
];
/** What the highlighter makes. */
const codeClass = /^hljs-[a-z-]+(?: [a-z]+_{1,2})*$/;

const purifier = createPurifier(window);
/** Whose marks are kept: cleaning does not wait for anything, so there is one at a time. */
let current: Marks | undefined;

purifier.addHook('uponSanitizeAttribute', (element, attribute) => {
  const { attrName, attrValue } = attribute;
  if (attrName === markAttribute) {
    attribute.keepAttr = current?.find(attrValue) !== undefined;
    attribute.forceKeepAttr = attribute.keepAttr;
  } else if (attrName === 'class') {
    attribute.keepAttr = element.localName === 'span' && codeClass.test(attrValue);
  } else if (attrName === 'value' || attrName === 'start') {
    attribute.keepAttr = /^-?\d{1,9}$/.test(attrValue);
  }
});

/**
 * The last thing that is done to what somebody wrote: a copy that holds nothing but the elements and attributes above, web and mail
 * addresses, and our own marks. Nothing after it may go through a string of HTML again.
 */
export function cleanElements(root: HTMLElement, marks: Marks): DocumentFragment {
  const wrapper = root.ownerDocument.createElement('div');
  wrapper.append(...root.cloneNode(true).childNodes);
  current = marks;
  try {
    const clean = purifier.sanitize(wrapper, {
      ALLOWED_TAGS: [...tags],
      ALLOWED_ATTR: [...attributes],
      ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      FORBID_CONTENTS: ['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript', 'noembed', 'noframes'].concat(
        ['svg', 'math', 'title', 'head', 'textarea', 'select', 'plaintext', 'xmp'],
      ),
      RETURN_DOM_FRAGMENT: true,
    });
    // The wrapper is part of what was cleaned.
    clean.firstElementChild?.replaceWith(...(clean.firstElementChild.childNodes));
    return clean;
  } finally {
    current = undefined;
  }
}
