import { type QuickInputButton, window } from 'vscode';
import type { Clock } from '../model/time/clock.ts';
import { keepOwnOrder } from './ownOrder.ts';
import { keyOf, type RemoteItem, RemoteRows, type RowSource } from './remoteRows.ts';
import { whenDrawn } from './whenDrawn.ts';

/** A list to select one row from. */
export interface RemoteQuickPick<T> extends RowSource<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly ignoreFocusOut?: boolean;
  /** Keeps the order of the rows. By default, VS Code moves rows with a matching label to the top. */
  readonly keepsOrder?: boolean;
  /** Whether the search reads the typed text. Enter then waits for its row. By default, Enter accepts the first row. */
  readonly readsText?: boolean;
  /** Whether a row is active when the list opens. By default, the first one is. */
  readonly isCurrent?: (value: T) => boolean;
  /** Called when the user presses a button of a row. */
  readonly onButton?: (value: T, button: QuickInputButton) => void;
}

/** Shows a list whose rows come from a server while the user types. Undefined when the user cancels. */
export async function showRemoteQuickPick<T>(options: RemoteQuickPick<T>, clock: Clock): Promise<T | undefined> {
  const pick = window.createQuickPick<RemoteItem<T>>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.ignoreFocusOut = options.ignoreFocusOut ?? false;
  pick.matchOnDescription = options.matchesDescription ?? true;
  if (options.keepsOrder) keepOwnOrder(pick);
  /** Whether the user pressed Enter before there were rows. */
  let acceptsFirst = false;
  let accept: (value: T) => void = () => undefined;
  /** The rows that VS Code hasn't drawn yet, and the one that is active then. By default, the first one is. */
  let drawing: { readonly active: RemoteItem<T> | undefined } | undefined;
  const activeRow = () => (drawing ? drawing.active : pick.activeItems[0]);
  const draw = (shown: readonly RemoteItem<T>[], cause: 'typed' | 'sameText') => {
    const before = activeRow();
    const firstBefore = pick.items.find((row) => row.value !== undefined && rows.isVisible(row));
    const isCurrent = ({ value }: RemoteItem<T>) =>
      pick.value === '' && value !== undefined && options.isCurrent?.(value) === true;
    const active =
      cause === 'sameText' && before && keyOf(before) !== keyOf(firstBefore ?? before)
        ? shown.find((row) => keyOf(row) === keyOf(before))
        : shown.find(isCurrent);
    pick.items = shown;
    if (active) pick.activeItems = [active];
    const drawn = { active };
    drawing = drawn;
    void whenDrawn(clock).then(() => {
      if (drawing === drawn) drawing = undefined;
    });
    const value = acceptsFirst && !rows.isLoading ? rows.first?.value : undefined;
    if (value !== undefined) accept(value);
  };
  const onBusy = (isBusy: boolean) => {
    pick.busy = isBusy;
  };
  const rows = new RemoteRows<T>(options, draw, onBusy, clock);
  try {
    return await new Promise<T | undefined>((resolve) => {
      accept = (value) => {
        resolve(value);
        pick.hide();
      };
      pick.onDidChangeValue((text) => {
        acceptsFirst = false;
        rows.type(text);
      });
      pick.onDidAccept(() => {
        const active = activeRow();
        // VS Code may not have the rows for the typed text yet, and may still have an active row that it now hides.
        const row = active && pick.items.includes(active) && rows.isVisible(active) ? active : rows.first;
        if (rows.retry(row)) return;
        const isOfText = options.readsText === true && pick.value.trim() !== '' && row === rows.first;
        if (rows.isLoading && (!row || isOfText)) acceptsFirst = true;
        else if (row?.value !== undefined) accept(row.value);
      });
      pick.onDidTriggerItemButton(({ item: { value }, button }) => {
        if (value !== undefined) options.onButton?.(value, button);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      rows.start();
      pick.show();
    });
  } finally {
    rows.dispose();
    pick.dispose();
  }
}
