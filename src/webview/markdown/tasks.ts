import type { TaskMark } from './marks.ts';

/** The checkbox of a task in a text. */
export interface Task {
  readonly element: HTMLInputElement;
  /** The line of the rendered text, from 0. */
  readonly line: number;
  /** The text of the line, without the line break. */
  readonly source: string;
}

const tasks = new WeakMap<Element, Task>();

/** Returns the checkbox that received an event, if any. */
export function taskOf(target: EventTarget | null): Task | undefined {
  return target instanceof Element ? tasks.get(target) : undefined;
}

/** Creates the checkbox of a task. */
export function createTaskBox({ line, source, checked, canTick, isInapplicable }: TaskMark): HTMLInputElement {
  const element = document.createElement('input');
  element.type = 'checkbox';
  element.className = 'md-task-box';
  element.checked = checked;
  element.defaultChecked = checked;
  element.indeterminate = isInapplicable;
  element.disabled = !canTick;
  if (canTick) tasks.set(element, { element, line, source });
  return element;
}

/**
 * Updates a checkbox in the page to match the new text. Keeps the check mark if the text has the same state as before,
 * because the user's own change may be in progress.
 */
export function becomeTask(box: Node, now: Node): void {
  if (!(box instanceof HTMLInputElement) || !(now instanceof HTMLInputElement)) return;
  const task = tasks.get(now);
  if (task) tasks.set(box, { ...task, element: box });
  else tasks.delete(box);
  if (box.defaultChecked !== now.defaultChecked) {
    box.defaultChecked = now.defaultChecked;
    box.checked = now.checked;
  }
  box.indeterminate = now.indeterminate;
}
