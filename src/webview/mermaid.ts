import DOMPurify, { type Config } from 'dompurify';
import mermaid from 'mermaid';
import { cleanDrawing } from './markdown/clean/cleanDrawing.ts';
import { offerPart, type DiagramLook } from './markdown/lazyParts.ts';
import { withoutLoading } from './markdown/clean/withoutLoading.ts';

let number = 0;
/** The last drawing in the queue. Diagrams are drawn one at a time because mermaid's settings are global. */
let last: Promise<unknown> = Promise.resolve();
const encoded: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;' };
/** Characters that XML doesn't allow. */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

offerPart('mermaid', async (source, look) => {
  // Between two diagrams, the page answers keys.
  const drawing = last.then(nextTask).then(() => draw(source, look));
  last = drawing.catch(() => undefined);
  return drawing;
});

// mermaid cleans each label as HTML, although it draws labels as text here. That would cut `a<b` and `List<T>`, and mermaid
// drops every `>` that isn't encoded. Formulas and complete drawings are HTML.
const sanitize = DOMPurify.sanitize.bind(DOMPurify);
Object.assign(DOMPurify, {
  sanitize: (dirty: string | Node, config?: Config) =>
    typeof dirty !== 'string' || dirty.startsWith('<svg') || dirty.includes('<math')
      ? sanitize(dirty, config)
      : dirty.replace(/<br\s*\/?>|[<>]/gi, (found) => encoded[found] ?? '<br/>'),
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
  try {
    number += 1;
    const { svg } = await withoutLoading(() => mermaid.render(`md-diagram-${number}`, source, place));
    return finished(svg);
  } finally {
    place.remove();
  }
}

/** Returns the XML of a drawing, with a size in pixels, which an image needs. mermaid gives some only one in percent. */
function finished(svg: string): string {
  // mermaid returns HTML, which isn't always XML.
  const root = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (!root) throw new Error('mermaid drew nothing.');
  cleanDrawing(root);
  decodeTexts(root);
  const [, , width, height] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (width && height) {
    root.setAttribute('width', String(Math.ceil(width)));
    root.setAttribute('height', String(Math.ceil(height)));
  }
  return new XMLSerializer().serializeToString(root).replace(notXml, '');
}

/** Decodes the entities that are still in the texts of a drawing. mermaid decodes them in some labels only. */
function decodeTexts(root: Element): void {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const { nodeValue, parentNode } = text;
    if (parentNode?.nodeName !== 'style' && /&#?\w+;/.test(nodeValue ?? '')) text.nodeValue = decoded(nodeValue ?? '');
  }
}

function decoded(text: string): string {
  return new DOMParser().parseFromString(text.replaceAll('<', '&lt;'), 'text/html').documentElement.textContent;
}
