import { type QuickPick, type QuickPickItem, window } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import { DebouncedRequest } from '../../model/time/debouncedRequest.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';

/** A list to select several rows from, or one. It may still be loading. */
export interface PickOptions<T extends QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly many: boolean;
  /** Loads the rows, the initial selection, and the search for more rows. Any error thrown here closes the list. */
  readonly load: () => Promise<{ items: readonly T[]; picked: readonly T[]; search?: PickSearch<T> | undefined }>;
  /** Called when the selection changes. Returns the new selection, for example because one row excludes another. */
  readonly onPicked?: (picked: readonly T[], before: readonly T[]) => readonly T[];
  /** Called when the user types. */
  readonly onTyped?: (text: string, pick: QuickPick<T>) => void;
}

/** Finds more rows on the server while the user types. Both functions return all rows to show. */
export interface PickSearch<T> {
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly T[]>;
  readonly failed: (error: GitLabError) => readonly T[];
}

/**
 * Resolves with the final selection. Undefined when the user canceled. Rejects with the error of {@link
 * PickOptions.load}.
 */
export async function pickMany<T extends QuickPickItem>(
  options: PickOptions<T>,
  clock: Clock,
): Promise<readonly T[] | undefined> {
  const pick = window.createQuickPick<T>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.canSelectMany = options.many;
  pick.matchOnDescription = true;
  pick.busy = true;
  let picked: readonly T[] = [];
  let isLoaded = false;
  const request = new DebouncedRequest(clock, (isBusy) => {
    pick.busy = isBusy;
  });
  const result = new Promise<readonly T[] | undefined>((resolve) => {
    pick.onDidChangeSelection((now) => {
      if (!options.many) return;
      const wanted = options.onPicked?.(now, picked) ?? now;
      picked = wanted;
      if (wanted.length !== now.length || wanted.some((item) => !now.includes(item))) pick.selectedItems = wanted;
    });
    pick.onDidAccept(() => {
      // Pressing Enter before the rows are loaded must not count as an empty selection.
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
    const show = (items: readonly T[]) => {
      const { selectedItems } = pick;
      pick.items = items;
      pick.selectedItems = selectedItems;
    };
    const onTyped = (text: string) => {
      options.onTyped?.(text, pick);
      request.cancel();
      const { search } = loaded;
      if (!search || text.trim() === '') return;
      const fail = (error: GitLabError) => {
        show(search.failed(error));
      };
      request.send({ ask: (signal) => search.find(text.trim(), signal), show, fail });
    };
    // Subscribes after loading. Otherwise, a row created from typed text could become the only row.
    pick.onDidChangeValue(onTyped);
    if (pick.value !== '') onTyped(pick.value);
    return await result;
  } finally {
    request.dispose();
    pick.dispose();
  }
}
