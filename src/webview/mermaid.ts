import mermaid from 'mermaid';
import { offerPart, type DiagramLook } from './markdown/lazyParts.ts';

let number = 0;
/** The last drawing in the queue. Diagrams are drawn one at a time because mermaid's settings are global. */
let last: Promise<unknown> = Promise.resolve();

offerPart('mermaid', async (source, look) => {
  // Between two diagrams, the page answers keys.
  const drawing = last.then(nextTask).then(() => draw(source, look));
  last = drawing.catch(() => undefined);
  return drawing;
});

async function nextTask(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}

async function draw(source: string, { isDark, fontFamily, colors }: DiagramLook): Promise<string> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    // An SVG image can't show HTML. SVG text can't contain any.
    htmlLabels: false,
    flowchart: { useMaxWidth: false },
    suppressErrorRendering: true,
    fontFamily,
    look: 'classic',
    theme: 'base',
    themeVariables: {
      darkMode: isDark,
      fontFamily,
      fontSize: '14px',
      background: colors.background,
      mainBkg: colors.box,
      primaryColor: colors.box,
      primaryTextColor: colors.foreground,
      primaryBorderColor: colors.border,
      lineColor: colors.line,
      textColor: colors.foreground,
      noteBkgColor: colors.box,
      noteTextColor: colors.foreground,
      noteBorderColor: colors.border,
    },
    // A diagram's own settings can change the layout, but not the style or the security level.
    secure: [
      'secure',
      'look',
      'securityLevel',
      'startOnLoad',
      'maxTextSize',
      'maxEdges',
      'htmlLabels',
      'suppressErrorRendering',
    ].concat([
      'theme',
      'themeCSS',
      'themeVariables',
      'fontFamily',
      'altFontFamily',
      'dompurifyConfig',
      'legacyMathML',
      'forceLegacyMathML',
    ]),
  });
  const place = document.createElement('div');
  place.className = 'md-diagram-desk';
  document.body.append(place);
  const { Image } = globalThis;
  // mermaid would load an image shape from any host to measure it.
  Object.defineProperty(globalThis, 'Image', { configurable: true, value: NoPicture, writable: true });
  // Whatever the source says, no element of a drawing gets an address to load.
  SVGElement.prototype.setAttribute = function (name, value) {
    if (loadsNothing(name, value)) Element.prototype.setAttribute.call(this, name, value);
  };
  SVGElement.prototype.setAttributeNS = function (space: string | null, name: string, value: string) {
    if (loadsNothing(name, value)) Element.prototype.setAttributeNS.call(this, space, name, value);
  };
  try {
    number += 1;
    const { svg } = await mermaid.render(`md-diagram-${number}`, source, place);
    return svg;
  } finally {
    Object.defineProperty(globalThis, 'Image', { configurable: true, value: Image, writable: true });
    Reflect.deleteProperty(SVGElement.prototype, 'setAttribute');
    Reflect.deleteProperty(SVGElement.prototype, 'setAttributeNS');
    place.remove();
  }
}

/** Whether an attribute refers only to a part of the same drawing. */
function loadsNothing(name: string, value: unknown): boolean {
  const text = String(value);
  return /^(?:xlink:)?href$|^src$/i.test(name) ? text.startsWith('#') : !/url\((?!\s*["']?#)/i.test(text);
}

class NoPicture {
  async decode(): Promise<never> {
    return Promise.reject(new Error('A diagram loads no picture.'));
  }
}
