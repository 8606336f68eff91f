import { attachmentOf } from '../../../src/webview/markdown/attachments.ts';
import { changeText as change } from '../../../src/webview/markdown/changeText.ts';
import { cleanElements as clean } from '../../../src/webview/markdown/clean/cleanElements.ts';
import { drawLater } from '../../../src/webview/markdown/drawLater.ts';
import { Marks } from '../../../src/webview/markdown/marks.ts';
import { parseHtml } from '../../../src/webview/markdown/parseHtml.ts';
import { serializeHtml } from '../../../src/webview/markdown/serializeHtml.ts';
import { htmlOf, moveFootnotes, parseBlocks, parseContents } from '../../../src/webview/markdown/parser.ts';
import { pictureOf, picturesIn, showPicture } from '../../../src/webview/markdown/pictures.ts';
import {
  addContents,
  prepareElements as prepare,
  type Heading,
} from '../../../src/webview/markdown/prepareElements.ts';
import { referencesIn, showReference } from '../../../src/webview/markdown/references/references.ts';
import type { MarkdownContext } from '../../../src/webview/markdown/markdownContext.ts';
import { TooComplex } from '../../../src/webview/markdown/tooComplex.ts';
import { refuseElements } from '../../../src/webview/markdown/refuseElements.ts';
import { renderMarkdown as sectionsOf } from '../../../src/webview/markdown/renderMarkdown.ts';
import type { RenderEnvironment } from '../../../src/webview/markdown/renderEnvironment.ts';
import { taskOf } from '../../../src/webview/markdown/tasks.ts';
import type { Steps } from '../../../src/webview/drawing/slices.ts';
import { textColorOn } from '../../../src/model/text/textColorOn.ts';
import { outlineOf } from './outlineOf.ts';

/** Lists the elements with the given names in order, each with the given attributes. */
function structureOf(root: ParentNode, tags: readonly string[], attributes: readonly string[]): string[] {
  return [...root.querySelectorAll('*')]
    .filter((element) => tags.includes(element.localName))
    .map((element) => {
      const kept = attributes.flatMap((name) => {
        const value = element.getAttribute(name);
        return value === null ? [] : [`${name}=${value}`];
      });
      return [element.localName, ...kept].join(' ');
    });
}

/** Lists the checkboxes of a text, each with its look and the change that a click would send. */
function boxesOf(text: Element): string {
  const boxes = [...text.querySelectorAll('input')].map((box) => {
    const { line, source, element = box } = taskOf(box) ?? {};
    return { states: [box.checked, box.indeterminate, box.disabled], line, source, isItself: element === box };
  });
  return JSON.stringify(boxes);
}

/** Does all steps of some work, and returns its result. */
function done<T>(steps: Steps<T>): T {
  for (;;) {
    const { done: isDone, value } = steps.next();
    if (isDone === true) return value;
  }
}

function changeText(place: Element, text: HTMLElement): void {
  done(change(place, text));
}

function cleanElements(root: HTMLElement, marks: Marks): DocumentFragment {
  return done(clean(root, marks));
}

/** Returns the milliseconds of each step of rendering a text into a new element. */
function stepTimes(source: string, context: MarkdownContext): number[] {
  const place = document.createElement('div');
  const times: number[] = [];
  for (const section of sectionsOf(source, context)) {
    const steps = (function* () {
      yield* section.prepare();
      yield* change(place, yield* section.render());
    })();
    for (let isDone = false; !isDone;) {
      const started = performance.now();
      isDone = steps.next().done === true;
      times.push(performance.now() - started);
    }
  }
  return times;
}

/** Returns the number of steps of each part of the work for a text of one section. */
function stepCounts(source: string, context: MarkdownContext): Record<'prepare' | 'render' | 'record', number> {
  const [section] = sectionsOf(source, context);
  if (!section) throw new Error('The text has no section.');
  const prepare = count(section.prepare());
  const render = count(section.render());
  return { prepare, render, record: count(change(document.createElement('div'), done(section.render()))) };
}

function count(steps: Steps<unknown>): number {
  for (let number = 1; ; number += 1) if (steps.next().done === true) return number;
}

/**
 * Shows a text, and then another one in its place. Returns whether the elements of the first one stay, and the most new
 * blocks that are laid out in a step.
 */
function changeInSteps(before: string, now: string, context: MarkdownContext): { isKept: boolean; most: number } {
  const place = document.createElement('div');
  document.getElementById('page')?.replaceChildren(place);
  if (before !== '') changeText(place, renderMarkdown(before, context));
  const first = place.firstElementChild;
  const text = renderMarkdown(now, context);
  const blocks = [...text.querySelectorAll('p, li, tr')];
  const steps = change(place, text);
  let most = 0;
  for (let isDone = false, known = 0; !isDone;) {
    isDone = steps.next().done === true;
    const laidOut = blocks.filter((block) => block.getClientRects().length > 0).length;
    most = Math.max(most, laidOut - known);
    known = laidOut;
  }
  return { isKept: place.firstElementChild === first, most };
}

/** Whether HTML is accepted after it is parsed. */
function isAccepted(html: string): boolean {
  try {
    refuseElements(parseHtml(html));
    return true;
  } catch (error) {
    if (error instanceof TooComplex) return false;
    throw error;
  }
}

/** Renders a text as one element, whatever its length. */
function renderMarkdown(source: string, context: MarkdownContext): HTMLElement {
  const sections = sectionsOf(source, context);
  for (const section of sections) done(section.prepare());
  const [text, ...others] = sections.map((section) => done(section.render()));
  for (const other of others) text?.append(...other.childNodes);
  return text ?? document.createElement('div');
}

function parseMarkdown(source: string, environment: RenderEnvironment): string {
  return htmlOf(moveFootnotes(parseContents(parseBlocks(source, environment), environment), environment), environment);
}

function prepareElements(root: HTMLElement, context: MarkdownContext, marks: Marks): void {
  const headings: Heading[] = [];
  done(prepare(root, context, marks, headings));
  addContents(root, marks, headings);
}

/** The functions that the tests call in the page. */
const harness = {
  attachmentOf,
  boxesOf,
  changeInSteps,
  changeText,
  cleanElements,
  drawLater,
  isAccepted,
  Marks,
  outlineOf,
  parseHtml,
  parseMarkdown,
  pictureOf,
  picturesIn,
  prepareElements,
  referencesIn,
  renderMarkdown,
  serializeHtml,
  showPicture,
  showReference,
  stepCounts,
  stepTimes,
  structureOf,
  taskOf,
  textColorOn,
};

declare global {
  interface Window {
    harness: typeof harness;
    /** Every payload that runs sets this. */
    __pwned?: unknown;
  }
}

window.harness = harness;
