import { window } from 'vscode';
import { keyOf, type RemoteItem, RemoteRows, type RowSource } from '../../host/remoteRows.ts';
import type { Disposable } from '../../model/event.ts';
import type { MixedSelection } from '../../model/mixedSelection.ts';
import type { Clock } from '../../model/time/clock.ts';

/** A list to select several rows from. */
export interface PickManyOptions<T> extends RowSource<T> {
  readonly title: string;
  readonly placeholder: string;
  /** The selected values. The list changes them. */
  readonly selection: MixedSelection<T>;
  /** The description of a row, which depends on the selection. */
  readonly describe: (value: T, description: string | undefined) => string;
}

/**
 * While VS Code receives rows, it reports for a moment, in milliseconds, that none are selected. That must not remove
 * values from issues.
 */
const timeToReceive = 400;

/**
 * Shows a list of checkboxes. VS Code's checkboxes have two states, so the description of a row has the third one.
 *
 * @returns whether the user accepted the selection.
 */
export async function pickMany<T>(options: PickManyOptions<T>, clock: Clock): Promise<boolean> {
  const { selection, describe } = options;
  const pick = window.createQuickPick<RemoteItem<T>>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = options.matchesDescription ?? true;
  pick.keepScrollPosition = true;
  let shown: readonly RemoteItem<T>[] = [];
  let receivedAt = 0;
  const isChecked = ({ value }: RemoteItem<T>) => value !== undefined && selection.shareOf(value) === 'all';
  const draw = () => {
    const items = shown.map((row) =>
      row.value === undefined ? row : { ...row, key: keyOf(row), description: describe(row.value, row.description) },
    );
    // A selection that the user makes while VS Code receives rows would be lost.
    if (!isSameList(items, pick.items)) {
      receivedAt = clock.elapsed() + timeToReceive;
      const active = new Set(pick.activeItems.map(keyOf));
      pick.items = items;
      pick.activeItems = items.filter((row) => active.has(keyOf(row)));
      pick.selectedItems = items.filter(isChecked);
    } else if (pick.items.some((row) => isChecked(row) !== pick.selectedItems.includes(row))) {
      pick.selectedItems = pick.items.filter(isChecked);
    }
  };
  const rows = new RemoteRows<T>(
    options,
    (drawn) => {
      shown = drawn;
      draw();
    },
    (isBusy) => {
      pick.busy = isBusy;
    },
    clock,
  );
  let settling: Disposable | undefined;
  const settle = () => {
    settling?.dispose();
    settling = undefined;
    const { items, selectedItems } = pick;
    if (rows.retry(selectedItems.find(({ value }) => value === undefined))) return;
    for (const row of items)
      if (row.value !== undefined && isChecked(row) !== selectedItems.includes(row)) selection.toggle(row.value);
    draw();
  };
  try {
    return await new Promise<boolean>((resolve) => {
      pick.onDidChangeValue((text) => {
        rows.type(text);
      });
      pick.onDidChangeSelection((selected) => {
        settling?.dispose();
        settling = undefined;
        const left = receivedAt - clock.elapsed();
        // Only the user adds rows.
        const keepsAll = pick.items.every((row) => !isChecked(row) || selected.includes(row));
        if (keepsAll || left <= 0) settle();
        else settling = clock.after(left, settle);
      });
      pick.onDidAccept(() => {
        if (!settling) settle();
        // Without rows, nothing can have been selected.
        if (shown.every(({ value }) => value === undefined)) {
          rows.retry(shown.at(-1));
          return;
        }
        const meant = selection.isUnchanged ? rowMeantBy(pick.value, shown) : undefined;
        if (meant?.value !== undefined) selection.toggle(meant.value);
        resolve(true);
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(false);
      });
      rows.start();
      pick.show();
    });
  } finally {
    settling?.dispose();
    rows.dispose();
    pick.dispose();
  }
}

/** The only row that a typed text can mean. A user who types a name and presses Enter expects to have selected it. */
function rowMeantBy<T>(typed: string, rows: readonly RemoteItem<T>[]): RemoteItem<T> | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return undefined;
  const matching = rows.filter(({ label, value }) => value !== undefined && label.toLowerCase().includes(text));
  const exact = matching.find(({ label }) => label.toLowerCase() === text);
  const known = matching.filter(({ alwaysShow = false }) => !alwaysShow);
  const [only, another] = known.length > 0 ? known : matching;
  return exact ?? (another ? undefined : only);
}

function isSameList(one: readonly RemoteItem<unknown>[], other: readonly RemoteItem<unknown>[]): boolean {
  return (
    one.length === other.length &&
    one.every((row, at) => {
      const { label, detail, description, value } = other[at] ?? row;
      return row.label === label && row.detail === detail && row.description === description && row.value === value;
    })
  );
}
