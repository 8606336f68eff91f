import type { TaskMark } from './marks.ts';

/** A box of a task list in a text. */
export interface Task {
  readonly element: HTMLInputElement;
  /** Of the text that was rendered, from 0. */
  readonly line: number;
  /** How that line reads, without its line end. */
  readonly source: string;
}

const tasks = new WeakMap<Element, Task>();

/** The box that an event was for, if it was for one. */
export function taskOf(target: EventTarget | null): Task | undefined {
  return target instanceof Element ? tasks.get(target) : undefined;
}

/** Makes the box of a task. */
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
 * Makes of a box that stays in the page the one that its text has by now. Whether it is ticked is left as it is where the text
 * says what it said before: a tick may be on its way.
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
