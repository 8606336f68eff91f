import { cleanDrawing, isOwnAddress, isOwnAttribute, isOwnStyle } from './cleanDrawing.ts';

/**
 * Draws something that isn't clean yet. To measure a drawing, a browser must lay it out, and would load what it refers
 * to. Until the work is done, elements and styles don't get a reference to anything outside the drawing. The page
 * doesn't use such references either.
 */
export async function withoutLoading<T>(work: () => Promise<T>): Promise<T> {
  const restore = [
    guard(SVGElement.prototype, 'setAttribute', 'value', allowsAttribute),
    guard(SVGElement.prototype, 'setAttributeNS', 'value', (element, [, ...rest]) => allowsAttribute(element, rest)),
    guard(HTMLElement.prototype, 'setAttribute', 'value', allowsAttribute),
    guard(HTMLElement.prototype, 'setAttributeNS', 'value', (element, [, ...rest]) => allowsAttribute(element, rest)),
    guard(Element.prototype, 'innerHTML', 'set', allowsHtml),
    guard(HTMLImageElement.prototype, 'src', 'set', (_image, [address]) => isOwnAddress(String(address))),
    guard(CSSStyleDeclaration.prototype, 'setProperty', 'value', (_style, [, value]) => isOwnStyle(String(value))),
  ];
  try {
    return await work();
  } finally {
    for (const each of restore) each();
  }
}

function allowsAttribute(element: Element, [name, value]: readonly unknown[]): boolean {
  // A link loads nothing. A click on it sends its address to the extension.
  return element instanceof HTMLAnchorElement || isOwnAttribute(String(name), String(value));
}

const inert = document.implementation.createHTMLDocument('');

/** Allows HTML only where nothing loads, in a document without a window. Anywhere else, puts the cleaned HTML there. */
function allowsHtml(element: Element, [html]: readonly unknown[]): boolean {
  if (element.ownerDocument.defaultView === null) return true;
  const copy = inert.importNode(element, false);
  Reflect.set(copy, 'innerHTML', html);
  cleanDrawing(copy);
  element.replaceChildren(...copy.childNodes);
  return false;
}

/** Makes a method or a setter do nothing where it isn't allowed. Returns a function that restores it. */
function guard<Owner extends object>(
  owner: Owner,
  name: string,
  part: 'value' | 'set',
  allows: (self: Owner, given: readonly unknown[]) => boolean,
): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = own ? Reflect.get(own, part) : Reflect.get(owner, name);
  Object.defineProperty(owner, name, {
    ...(own ?? { configurable: true }),
    [part]: function (this: Owner, ...given: unknown[]) {
      if (allows(this, given) && typeof original === 'function') Reflect.apply(original, this, given);
    },
  });
  return () => {
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
  };
}
