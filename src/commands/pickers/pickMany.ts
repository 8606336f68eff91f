import { type QuickPick, type QuickPickItem, window } from 'vscode';

/** A list from which a person picks several, or one, and which may still be being asked for. */
export interface PickOptions<T extends QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly many: boolean;
  /** The rows, and those that are picked to begin with. What it throws closes the list. */
  readonly load: () => Promise<{ items: readonly T[]; picked: readonly T[] }>;
  /** Called when the picks change, to change them further, e.g. because one excludes another. */
  readonly onPicked?: (picked: readonly T[], before: readonly T[]) => readonly T[];
  /** Called when the user types: rows to show instead, or undefined for those there are. */
  readonly onTyped?: (text: string, pick: QuickPick<T>) => void;
}

/** Resolves with what is picked at the end; undefined when the user canceled. Rejects with what {@link PickOptions.load} threw. */
export async function pickMany<T extends QuickPickItem>(options: PickOptions<T>): Promise<readonly T[] | undefined> {
  const pick = window.createQuickPick<T>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.canSelectMany = options.many;
  pick.matchOnDescription = true;
  pick.busy = true;
  let picked: readonly T[] = [];
  let isLoaded = false;
  const result = new Promise<readonly T[] | undefined>((resolve) => {
    pick.onDidChangeSelection((now) => {
      if (!options.many) return;
      const wanted = options.onPicked?.(now, picked) ?? now;
      picked = wanted;
      if (wanted.length !== now.length || wanted.some((item) => !now.includes(item))) pick.selectedItems = wanted;
    });
    pick.onDidChangeValue((text) => {
      // Rows made before there are any would be all there are.
      if (isLoaded) options.onTyped?.(text, pick);
    });
    pick.onDidAccept(() => {
      // Enter before there is anything to choose from is no choice of nothing.
      if (!isLoaded) return;
      resolve(options.many ? pick.selectedItems : pick.activeItems);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
  try {
    const loaded = await options.load();
    pick.items = loaded.items;
    if (options.many) pick.selectedItems = picked = loaded.picked;
    else pick.activeItems = loaded.picked;
    pick.busy = false;
    isLoaded = true;
    if (pick.value !== '') options.onTyped?.(pick.value, pick);
    return await result;
  } finally {
    pick.dispose();
  }
}
