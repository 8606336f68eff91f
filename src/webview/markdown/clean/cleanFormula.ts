import createPurifier from 'dompurify';

const purifier = createPurifier(window);
/** The CSS properties that temml sets, except those that move an element out of its place. */
const properties = [
  ...['borderBottom', 'borderLeft', 'borderRight', 'borderTop', 'color', 'fontFamily', 'fontStyle', 'fontWeight'],
  ...['fontVariant', 'marginLeft', 'marginRight', 'mathDepth', 'mathStyle', 'padding', 'paddingBottom', 'paddingLeft'],
  ...['paddingRight', 'paddingTop', 'textAlign', 'whiteSpace', 'width'],
] as const;

/** Copies a formula. Keeps only MathML, temml's own classes, and style properties that can't contain an address. */
export function cleanFormula(formula: Element): Element {
  const styled = [...formula.querySelectorAll('*')].map((element) => readStyle(element));
  const numbered = formula.cloneNode(true) as Element;
  numbered.querySelectorAll('*').forEach((element, index) => {
    element.removeAttribute('style');
    element.setAttribute('data-number', String(index));
  });
  const clean = purifier.sanitize(numbered, {
    USE_PROFILES: { mathMl: true },
    ADD_TAGS: ['span'],
    ADD_ATTR: ['data-number'],
    FORBID_ATTR: ['href', 'id', 'name', 'src', 'style', 'xlink:href', 'xml:id'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  const wrapper = document.createElement('span');
  wrapper.append(clean);
  for (const element of wrapper.querySelectorAll('[data-number]')) {
    writeStyle(element, styled[Number(element.getAttribute('data-number'))] ?? {});
    element.removeAttribute('data-number');
    const names = [...element.classList].filter((name) => /^tml-[a-z-]+$/.test(name));
    element.removeAttribute('class');
    if (names.length > 0) element.setAttribute('class', names.join(' '));
  }
  return wrapper;
}

type Styles = Partial<Record<(typeof properties)[number], string>>;

function readStyle(element: Element): Styles {
  const { style } = element as MathMLElement;
  const set = properties.map((property) => [property, readProperty(style, property)] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== '' && !/url|image|\(/i.test(value)));
}

function readProperty(style: CSSStyleDeclaration, property: string): string {
  const value: unknown = Reflect.get(style, property);
  return typeof value === 'string' ? value : '';
}

function writeStyle(element: Element, styles: Styles): void {
  for (const [property, value] of Object.entries(styles))
    Reflect.set((element as MathMLElement).style, property, value);
}
