import * as vscode from 'vscode';
import { waitUntil } from '../host/waitUntil.ts';

type List = vscode.QuickPick<vscode.QuickPickItem>;
type Prompt = vscode.InputBox | List;
type Rows = readonly vscode.QuickPickItem[];

/**
 * A user at the prompts of the extension. The tests can replace functions of VS Code's API, because the extension under
 * test uses the same API objects.
 */
export class PromptUser {
  private readonly open = new Set<Prompt>();
  private readonly typing = new Map<vscode.InputBox, ((text: string) => unknown)[]>();
  private readonly choosing = new Map<Prompt, () => unknown>();
  private readonly pressing = new Map<Prompt, (button: vscode.QuickInputButton) => unknown>();
  private readonly pressingInRow = new Map<
    Prompt,
    (event: vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>) => unknown
  >();
  private readonly restoring: (() => void)[] = [];
  /** What VS Code reported about the selection of a list that opened in a slow window. */
  private readonly reports = new Map<Prompt, Rows[]>();
  private readonly selecting = new Map<Prompt, (selected: Rows) => unknown>();
  /** Whether the next lists open in a window that reports their selection late. See {@link nextReport}. */
  isSlow = false;

  constructor() {
    this.watch('createQuickPick', (list) => {
      keepListener(list, 'onDidAccept', this.choosing);
      keepListener(list, 'onDidTriggerButton', this.pressing);
      keepListener(list, 'onDidTriggerItemButton', this.pressingInRow);
      if (this.isSlow) this.holdReports(list as List);
    });
    this.watch('createInputBox', (box) => {
      // VS Code reports only the text that a user types, not the text that a test sets.
      const listeners: ((text: string) => unknown)[] = [];
      this.typing.set(box as vscode.InputBox, listeners);
      keepListener(box, 'onDidTriggerButton', this.pressing);
      Reflect.set(box, 'onDidChangeValue', (listener: (text: string) => unknown) => {
        listeners.push(listener);
        return new vscode.Disposable(() => undefined);
      });
    });
  }

  /** Restores the original functions. */
  leave(): void {
    for (const restore of this.restoring) restore();
  }

  /** Waits until an input box with this title is open. */
  async box(title: RegExp): Promise<vscode.InputBox> {
    return (await this.prompt(title)) as vscode.InputBox;
  }

  /** Waits until a list with this title is open and has rows. */
  async list(title: RegExp): Promise<List> {
    const list = (await this.prompt(title)) as List;
    await waitUntil('rows', () => list.items.length > 0 && !list.busy);
    return list;
  }

  /** Waits until a prompt is closed. */
  async closed(prompt: Prompt): Promise<void> {
    await waitUntil('the prompt to close', () => !this.open.has(prompt), { seen: () => prompt.title });
  }

  /** Waits until a list has a row with this label. */
  async row(list: List, label: RegExp): Promise<vscode.QuickPickItem> {
    return waitUntil(`the row ${String(label)}`, () => list.items.find((row) => label.test(row.label)), {
      seen: () => list.items.map((row) => row.label),
    });
  }

  async type(prompt: Prompt, text: string): Promise<void> {
    prompt.value = text;
    await this.sent();
    for (const listener of this.typing.get(prompt as vscode.InputBox) ?? []) listener(text);
  }

  /** Makes a row active, as the arrow keys do. */
  async goTo(list: List, label: RegExp): Promise<void> {
    const row = await this.row(list, label);
    list.activeItems = [row];
    await this.sent();
  }

  /** Selects a row, also one that VS Code hasn't made active yet. */
  async choose(list: List, label: RegExp): Promise<void> {
    list.activeItems = [await this.row(list, label)];
    this.choosing.get(list)?.();
  }

  /**
   * Types a text and presses Enter before VS Code has drawn the rows for it. VS Code reports the active row by its place,
   * which has this row now.
   */
  async typeFast(list: List, text: string, label: RegExp): Promise<void> {
    await new Promise<void>((resolve) => {
      const typed = list.onDidChangeValue(() => {
        typed.dispose();
        list.activeItems = list.items.filter((row) => label.test(row.label));
        this.choosing.get(list)?.();
        resolve();
      });
      list.value = text;
    });
  }

  /** Presses a button in the title of a prompt. */
  press(prompt: Prompt, tooltip: string): void {
    const button = prompt.buttons.find((each) => each.tooltip === tooltip);
    if (!button) throw new Error(`There is no button ${tooltip}.`);
    this.pressing.get(prompt)?.(button);
  }

  /** Presses a button of a row. */
  async pressInRow(list: List, label: RegExp, tooltip: string): Promise<void> {
    const item = await this.row(list, label);
    const button = item.buttons?.find((each) => each.tooltip === tooltip);
    if (!button) throw new Error(`There is no button ${tooltip}.`);
    this.pressingInRow.get(list)?.({ item, button });
  }

  /** Presses Space on a row with a checkbox. */
  async toggle(list: List, label: RegExp): Promise<void> {
    await this.goTo(list, label);
    const before = list.selectedItems;
    await vscode.commands.executeCommand('workbench.action.quickPickManyToggle');
    await waitUntil('the change', () => list.selectedItems !== before);
  }

  async pressEnter(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }

  async pressEscape(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }

  /** Waits for the next report of a slow window, and passes it on. */
  async nextReport(list: List): Promise<void> {
    const selected = await waitUntil('a report', () => this.reports.get(list)?.shift());
    Reflect.defineProperty(list, 'selectedItems', { value: selected, writable: true, configurable: true });
    this.selecting.get(list)?.(selected);
  }

  private holdReports(list: List): void {
    const subscribe = list.onDidChangeSelection;
    const held: Rows[] = [];
    this.reports.set(list, held);
    Reflect.set(list, 'onDidChangeSelection', (listener: (selected: Rows) => unknown) => {
      this.selecting.set(list, listener);
      return subscribe((selected) => held.push(selected));
    });
  }

  /** Waits until VS Code has what the test set before. */
  private async sent(): Promise<void> {
    await vscode.commands.executeCommand('noop');
  }

  private prompt(title: RegExp): Promise<Prompt> {
    return waitUntil(`the prompt ${String(title)}`, () => [...this.open].find((each) => title.test(each.title ?? '')), {
      seen: () => [...this.open].map((each) => each.title),
    });
  }

  private watch(name: 'createQuickPick' | 'createInputBox', prepare: (prompt: Prompt) => void): void {
    const original: unknown = Reflect.get(vscode.window, name);
    const create = (): Prompt => {
      const prompt = (original as () => Prompt)();
      prepare(prompt);
      this.open.add(prompt);
      prompt.onDidHide(() => this.open.delete(prompt));
      return prompt;
    };
    if (!Reflect.set(vscode.window, name, create)) throw new Error(`${name} cannot be replaced.`);
    this.restoring.push(() => {
      Reflect.set(vscode.window, name, original);
    });
  }
}

/** Keeps the listener of an event that a test can't make VS Code fire. */
function keepListener<L>(
  prompt: Prompt,
  event: 'onDidAccept' | 'onDidTriggerButton' | 'onDidTriggerItemButton',
  listeners: Map<Prompt, L>,
): void {
  const subscribe = Reflect.get(prompt, event) as (listener: L) => vscode.Disposable;
  Reflect.set(prompt, event, (listener: L) => {
    listeners.set(prompt, listener);
    return subscribe(listener);
  });
}
