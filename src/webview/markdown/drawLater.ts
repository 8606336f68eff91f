import * as l10n from '@vscode/l10n';
import { longestDiagram, longestFormula, mostChainedLinks, mostFormulas } from '../../model/limits.ts';
import { inSlice } from '../drawing/slices.ts';
import { drawCode } from './drawCode.ts';
import { cleanFormula } from './clean/cleanFormula.ts';
import { loadPart, type DiagramLook, type LazyParts } from './lazyParts.ts';

interface Formula {
  readonly source: string;
  readonly isBlock: boolean;
}

const formulas = new WeakMap<Element, Formula>();
/** Drawn formulas, keyed by the element with their source. */
const drawnFormulas = new WeakMap<Node, Element>();
const diagrams = new WeakMap<Element, { readonly source: string; readonly drawnWith?: string }>();
const largeDiagrams = new WeakMap<Element, { readonly element: Element; readonly source: string }>();
const formulaClass = 'md-formula';
const diagramClass = 'md-diagram';

/** Marks an element that contains a formula's source, for drawing. */
export function noteFormula(element: Element, formula: Formula): void {
  formulas.set(element, formula);
  element.classList.add(formulaClass);
}

/** Marks an element that contains a diagram's source, for drawing. A large diagram waits for a click. */
export function noteDiagram(element: Element, source: string): void {
  element.classList.add(diagramClass);
  if (!isLarge(source)) {
    diagrams.set(element, { source });
    return;
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'md-diagram-load';
  button.textContent = l10n.t('Display Large Diagram');
  largeDiagrams.set(button, { element, source });
  element.append(button);
}

/** Draws a large diagram, if its button received an event. */
export async function drawLarge(target: EventTarget | null): Promise<void> {
  const diagram = target instanceof Element ? largeDiagrams.get(target) : undefined;
  if (!diagram) return;
  diagrams.set(diagram.element, { source: diagram.source });
  await drawDiagrams(diagram.element);
}

function isLarge(source: string): boolean {
  return source.length > longestDiagram || source.split('&').length > mostChainedLinks + 1;
}

/** Returns the element that stands for a rendered node in the page: the drawn formula, or the node itself. */
export function drawnOf(node: Node): Node {
  return drawnFormulas.get(node) ?? node;
}

/**
 * Draws the formulas and diagrams of a text in the page, and highlights its code. Loads the script for each kind when
 * the first one appears. Until then, or if drawing fails, the page shows the source. Call it after a theme change to
 * redraw the diagrams.
 */
export async function drawLater(root: ParentNode): Promise<void> {
  await Promise.all([drawCode(root), drawFormulas(root), drawDiagrams(root)]);
}

async function drawFormulas(root: ParentNode): Promise<void> {
  const waiting = [...root.querySelectorAll(`.${formulaClass}`)].filter((element) => formulas.has(element));
  if (waiting.length === 0) return;
  const draw = await loadPart('math').catch(() => undefined);
  if (!draw) return;
  await Promise.all(
    waiting.slice(0, mostFormulas).map((element) =>
      inSlice(() => {
        drawFormula(element, draw);
      }),
    ),
  );
}

function drawFormula(element: Element, draw: LazyParts['math']): void {
  const formula = formulas.get(element);
  if (!formula || formula.source.length > longestFormula) return;
  try {
    const drawn = cleanFormula(draw(formula.source, formula.isBlock));
    drawn.className = formula.isBlock ? 'md-formula-drawn md-formula-block' : 'md-formula-drawn';
    drawn.setAttribute('title', formula.source);
    element.replaceWith(drawn);
    drawnFormulas.set(element, drawn);
  } catch (error) {
    element.setAttribute('title', l10n.t('Invalid formula. {0}', error instanceof Error ? error.message : ''));
    element.classList.add('md-formula-problem');
  }
  formulas.delete(element);
}

async function drawDiagrams(root: ParentNode): Promise<void> {
  const look = lookNow();
  const drawnWith = JSON.stringify(look);
  const inside = [...root.querySelectorAll(`.${diagramClass}`)];
  const waiting = (root instanceof Element ? [root, ...inside] : inside).flatMap((element) => {
    const diagram = diagrams.get(element);
    return diagram && diagram.drawnWith !== drawnWith ? [{ element, source: diagram.source }] : [];
  });
  if (waiting.length === 0) return;
  const draw = await loadPart('mermaid').catch(() => undefined);
  if (!draw) return;
  for (const { element, source } of waiting) {
    diagrams.set(element, { source, drawnWith });
    const svg = await draw(source, look).catch(() => undefined);
    element.replaceChildren(...(svg === undefined ? failed(source) : shown(source, svg)));
  }
}

function shown(source: string, svg: string): Node[] {
  const picture = document.createElement('img');
  picture.className = 'md-diagram-picture';
  picture.alt = alternativeText(source);
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = l10n.t('Diagram source');
  details.append(summary, code(source));
  return [picture, details];
}

function failed(source: string): Node[] {
  const sentence = document.createElement('p');
  sentence.className = 'md-diagram-problem';
  sentence.textContent = l10n.t("Couldn't display this diagram. Showing its source instead.");
  return [sentence, code(source)];
}

function code(source: string): HTMLElement {
  const block = document.createElement('pre');
  block.append(document.createElement('code'));
  block.firstElementChild?.append(source);
  return block;
}

function alternativeText(source: string): string {
  const described =
    /^[ \t]*accTitle[ \t]*:(.+)$/m.exec(source)?.[1] ?? /^[ \t]*accDescr[ \t]*:(.+)$/m.exec(source)?.[1];
  if (described !== undefined) return described.trim();
  const kind = /^\s*([a-zA-Z][\w-]*)/.exec(source.replace(/^---[\s\S]*?---|%%.*$/gm, ''))?.[1] ?? '';
  return l10n.t('Diagram ({0}). Its source follows.', kind);
}

function lookNow(): DiagramLook {
  const { classList } = document.body;
  const style = getComputedStyle(document.body);
  const isDark =
    classList.contains('vscode-dark') || (hasHighContrast() && !classList.contains('vscode-high-contrast-light'));
  const color = (name: string, other: string): string => hexOf(style.getPropertyValue(name).trim()) ?? other;
  const foreground = color('--vscode-editor-foreground', isDark ? '#cccccc' : '#333333');
  const background = color('--vscode-editor-background', isDark ? '#1e1e1e' : '#ffffff');
  const border = hasHighContrast() ? color('--vscode-contrastBorder', foreground) : foreground;
  const box = hasHighContrast() ? background : color('--vscode-textCodeBlock-background', background);
  return { isDark, fontFamily: style.fontFamily, colors: { background, foreground, line: foreground, box, border } };
}

function hasHighContrast(): boolean {
  return document.body.classList.contains('vscode-high-contrast');
}

/** Returns a color as `#rrggbb`, because mermaid calculates with colors and supports only plain values. */
function hexOf(color: string): string | undefined {
  return /^#[0-9a-f]{6}/i.exec(color)?.[0];
}
