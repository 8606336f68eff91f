import { options } from 'preact';
import { inSteps, type Steps } from './slices.ts';

/*
 * Turns to be drawn. If many parts of a long activity change at once, a few of them are drawn at once and the others in
 * slices, so that the activity never blocks the page. The parts that the user sees come first.
 */

/** A part of the page that waits to be drawn. */
export interface Turn {
  /** The element of the part or of its placeholder. Null if it has none. */
  readonly place: () => HTMLElement | null;
  /** The notes in the part, by ID. */
  readonly notes: readonly number[];
  readonly draw: () => void;
}

/** The most entries, such as comments and changes, that are drawn at once. It takes 10 to 30 ms. */
const mostAtOnce = 100;

/** In the order of the page. */
let waiting: Turn[] = [];
let isSorted = true;
let isScheduled = false;
let left = mostAtOnce;
let isCounting = false;

/** Returns whether a part can be drawn now, and counts its entries. Otherwise, it waits for its turn. */
export function takeTurn(entries: number): boolean {
  if (left <= 0) return false;
  left -= entries;
  if (!isCounting) {
    isCounting = true;
    setTimeout(() => {
      isCounting = false;
      left = mostAtOnce;
    });
  }
  return true;
}

/** Draws a part in a later slice. The returned function cancels this. */
export function waitForTurn(turn: Turn): () => void {
  waiting.push(turn);
  isSorted = false;
  if (!isScheduled) {
    isScheduled = true;
    // After the page is drawn, and before any other task.
    queueMicrotask(() => {
      inSteps(drawWaiting());
    });
  }
  return () => {
    const at = waiting.indexOf(turn);
    if (at >= 0) waiting.splice(at, 1);
  };
}

/** Whether a part of the page waits to be drawn. */
export function isAnyWaiting(): boolean {
  return waiting.length > 0;
}

/** Draws the parts with a note now. */
export function drawNote(note: number): void {
  drawNow(({ notes }) => notes.includes(note));
}

/** Draws a part now, by the element of its placeholder. */
export function drawPlace(place: Element): void {
  drawNow((turn) => turn.place() === place);
}

function drawNow(isWanted: (turn: Turn) => boolean): void {
  // A part can contain others.
  for (let turn = waiting.find(isWanted); turn; turn = waiting.find(isWanted)) draw(turn);
}

function* drawWaiting(): Steps {
  while (waiting.length > 0) {
    left = mostAtOnce;
    const start = nearest();
    while (left > 0) {
      const turn = waiting[start] ?? waiting.at(-1);
      if (!turn) break;
      draw(turn);
    }
    yield;
  }
  isScheduled = false;
}

/** Returns the index of the first part that is visible or below. If all are above, that of the last one. */
function nearest(): number {
  if (!isSorted) waiting = waiting.toSorted(inPageOrder);
  isSorted = true;
  let [start, end] = [0, waiting.length - 1];
  while (start < end) {
    const middle = Math.floor((start + end) / 2);
    const bottom = waiting[middle]?.place()?.getBoundingClientRect().bottom ?? 0;
    if (bottom > 0) end = middle;
    else start = middle + 1;
  }
  return start;
}

function inPageOrder(one: Turn, other: Turn): number {
  const [a, b] = [one.place(), other.place()];
  if (!a || !b || a === b) return 0;
  return (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) === 0 ? 1 : -1;
}

/** Draws a part without waiting for Preact, so that the slice includes the work. */
function draw(turn: Turn): void {
  waiting.splice(waiting.indexOf(turn), 1);
  options.debounceRendering = (process) => {
    process();
  };
  try {
    turn.draw();
  } finally {
    delete options.debounceRendering;
  }
}
