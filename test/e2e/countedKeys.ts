import type { Keyboard } from 'playwright-core';

/** A task with the keys that it took here, and those that it takes on GitLab's web pages. */
export interface CountedTask {
  readonly name: string;
  readonly here: number;
  /** Undefined if the web has no such task, or none without the mouse. */
  readonly web: number | undefined;
}

/**
 * A keyboard that counts what it presses. Keys are separated by spaces, and text is in quotation marks, such as
 * `Control+I l "bug" Enter`. A key with its modifiers counts as one, and so does each character of a text.
 */
export class CountedKeys {
  readonly tasks: CountedTask[] = [];
  private count = 0;

  constructor(private readonly keyboard: Keyboard) {}

  /** Presses these keys, one after the other. */
  async press(keys: string): Promise<void> {
    this.count += keysIn(keys);
    for (const part of partsOf(keys)) {
      if (part.startsWith('"')) await this.keyboard.type(part.slice(1, -1));
      else await this.keyboard.press(part);
    }
  }

  /** Performs a task, and notes its keys. `web` are the keys for the same task on the web, in the same notation. */
  async task(name: string, web: string | undefined, action: () => Promise<unknown>): Promise<void> {
    this.count = 0;
    await action();
    this.tasks.push({ name, here: this.count, web: web === undefined ? undefined : keysIn(web) });
  }
}

function partsOf(keys: string): readonly string[] {
  return keys.match(/"[^"]*"|\S+/g) ?? [];
}

function keysIn(keys: string): number {
  return partsOf(keys).reduce((sum, part) => sum + (part.startsWith('"') ? part.length - 2 : 1), 0);
}
