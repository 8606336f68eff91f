import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { Clock } from '../model/time/clock.ts';
import { DebouncedRequest } from '../model/time/debouncedRequest.ts';
import type { GitLabError } from '../model/error/gitLabError.ts';
import { plainLabel } from '../model/text/plainText.ts';

export interface RemoteItem<T> extends QuickPickItem {
  /** Absent for a row that can't be selected. */
  readonly value?: T;
}

export interface RemoteQuickPick<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly ignoreFocusOut?: boolean;
  /** Requests the rows for a text from the server. */
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly RemoteItem<T>[]>;
  /** Adds the rows that need no server. Without it, the list is empty until the server responds. */
  readonly arrange?: (found: readonly RemoteItem<T>[], text: string) => readonly RemoteItem<T>[];
  /** Whether a new text requires a request. Otherwise, VS Code filters the current rows. */
  readonly needsSearch?: () => boolean;
}

/**
 * A list whose rows come from a server while the user types. Shows an error as a row. Undefined when the user cancels.
 */
export async function showRemoteQuickPick<T>(options: RemoteQuickPick<T>, clock: Clock): Promise<T | undefined> {
  const { search, needsSearch = () => true } = options;
  const pick = window.createQuickPick<RemoteItem<T>>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.ignoreFocusOut = options.ignoreFocusOut ?? false;
  pick.matchOnDescription = true;
  const request = new DebouncedRequest(clock, (isBusy) => {
    pick.busy = isBusy;
  });
  const ask = (delay?: number) => {
    const text = pick.value.trim();
    const show = (found: readonly RemoteItem<T>[]) => {
      pick.items = options.arrange?.(found, text) ?? found;
    };
    const fail = (error: GitLabError) => {
      show([errorItem(error)]);
    };
    request.send({ ask: (signal) => search(text, signal), show, fail }, delay);
  };
  try {
    return await new Promise<T | undefined>((resolve) => {
      pick.onDidChangeValue(() => {
        if (needsSearch()) ask();
      });
      pick.onDidAccept(() => {
        const value = pick.activeItems[0]?.value;
        if (value === undefined) return;
        resolve(value);
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.items = options.arrange?.([], '') ?? [];
      pick.show();
      ask(0);
    });
  } finally {
    request.dispose();
    pick.dispose();
  }
}

export function errorItem({ message }: GitLabError): QuickPickItem {
  return { label: plainLabel(message), iconPath: new ThemeIcon('warning'), alwaysShow: true };
}
