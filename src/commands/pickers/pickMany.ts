import { window } from 'vscode';
import { keyOf, type RemoteItem, RemoteRows, type RowSource } from '../../host/remoteRows.ts';
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
  /**
   * The selection that VS Code reports once it has received the last rows. Earlier reports are about other rows, and one
   * of them says that none are selected. Reports like these must not change issues.
   */
  let expected: readonly RemoteItem<T>[] | undefined;
  const isChecked = ({ value }: RemoteItem<T>) => value !== undefined && selection.shareOf(value) === 'all';
  const draw = () => {
    if (expected) return;
    const items = shown.map((row) =>
      row.value === undefined ? row : { ...row, key: keyOf(row), description: describe(row.value, row.description) },
    );
    const before = pick.selectedItems;
    if (!isSameList(items, pick.items)) {
      const active = new Set(pick.activeItems.map(keyOf));
      pick.items = items;
      pick.activeItems = items.filter((row) => active.has(keyOf(row)));
    } else if (pick.items.every((row) => isChecked(row) === before.includes(row))) return;
    const checked = pick.items.filter(isChecked);
    pick.selectedItems = checked;
    // VS Code reports nothing if no row was or is selected.
    if (before.length + checked.length > 0) expected = checked;
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
  const select = (selected: readonly RemoteItem<T>[]) => {
    if (rows.retry(selected.find(({ value }) => value === undefined))) return;
    for (const row of pick.items)
      if (row.value !== undefined && isChecked(row) !== selected.includes(row)) selection.toggle(row.value);
  };
  try {
    return await new Promise<boolean>((resolve) => {
      pick.onDidChangeValue((text) => {
        rows.type(text);
      });
      pick.onDidChangeSelection((selected) => {
        if (!expected) select(selected);
        else if (selected.length === expected.length && expected.every((row) => selected.includes(row)))
          expected = undefined;
        draw();
      });
      pick.onDidAccept(() => {
        // Without rows, nothing can have been selected.
        if (shown.every(({ value }) => value === undefined)) {
          rows.retry(shown.at(-1));
          return;
        }
        const meant = selection.isUnchanged ? rowMeantBy(pick.value, shown) : undefined;
        if (meant?.value !== undefined && !isChecked(meant)) selection.toggle(meant.value);
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
    rows.dispose();
    pick.dispose();
  }
}

/**
 * The only row that the typed text can refer to. A user who types a name and presses Enter expects to have selected it.
 */
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
