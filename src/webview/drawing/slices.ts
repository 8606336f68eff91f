import { systemClock } from '../../model/time/clock.ts';

/*
 * Work in slices. Each frame has a budget, and the rest of the work waits for the next frame, so that a long thread or
 * a large text never blocks the page.
 */

/** Work in short steps. After each of them, the rest can wait for a later frame. */
export type Steps<Result = void> = Generator<undefined, Result>;

/** Milliseconds of work in a frame. */
const budget = 30;
/** Each function does a step of some work, and returns whether it was the last one. */
const queue: (() => boolean)[] = [];
const listeners: (() => void)[] = [];
let spent = 0;
let isScheduled = false;
let isRunning = false;

/** Does some work now if the frame has time left, and in a later frame otherwise. The work mustn't throw. */
export function soon(work: () => void): void {
  add(() => {
    work();
    return true;
  });
}

/** Does some work in steps, like {@link soon}. Other work waits for the last step. */
export function inSteps(steps: Steps): void {
  add(() => steps.next().done === true);
}

/** Does some work like {@link soon}, and returns its result. Rejects if the work throws. */
export async function inSlice<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    soon(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}

/** Calls a function whenever all work is done. */
export function whenIdle(listener: () => void): void {
  listeners.push(listener);
}

function add(step: () => boolean): void {
  queue.push(step);
  schedule();
  if (!isRunning) run();
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setTimeout(() => {
    isScheduled = false;
    spent = 0;
    if (queue.length > 0) schedule();
    run();
    if (queue.length === 0) for (const listener of listeners) listener();
  });
}

function run(): void {
  isRunning = true;
  try {
    while (spent < budget) {
      const step = queue.shift();
      if (!step) return;
      const started = systemClock.elapsed();
      if (!step()) queue.unshift(step);
      spent += systemClock.elapsed() - started;
    }
  } finally {
    isRunning = false;
  }
}
