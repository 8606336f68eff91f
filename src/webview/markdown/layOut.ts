import type { Steps } from '../drawing/slices.ts';

/** Elements with lines of their own. */
const blocks = 'p, li, tr, pre, h1, h2, h3, h4, h5, h6, dt, dd, summary, figcaption';
/**
 * The maximum number of characters in a step, unless a block has more. A browser needs up to 0.1 ms for each, such as
 * an emoji.
 */
const longestStep = 200;
const mostBlocks = 25;

/**
 * Adds a text to the page without showing it, and lays it out in steps. The browser keeps the layout when the text is
 * shown. It needs long for characters that aren't in the font of those beside them.
 */
export function* layOut(place: Element, text: HTMLElement): Steps {
  const steps = [...portions([...text.querySelectorAll<HTMLElement>(blocks)])];
  if (steps.length < 2) return;
  for (const block of steps.flat()) block.hidden = true;
  text.classList.add('md-unseen');
  place.append(text);
  for (const some of steps) {
    for (const block of some) block.hidden = false;
    text.getBoundingClientRect();
    yield;
  }
  text.classList.remove('md-unseen');
}

function* portions(all: readonly HTMLElement[]): Generator<HTMLElement[]> {
  let some: HTMLElement[] = [];
  let length = 0;
  for (const block of all) {
    some.push(block);
    length += block.textContent.length;
    if (some.length < mostBlocks && length < longestStep) continue;
    yield some;
    some = [];
    length = 0;
  }
  if (some.length > 0) yield some;
}
