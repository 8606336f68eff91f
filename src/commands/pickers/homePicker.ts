import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/instanceUrl.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { TrackerAddress } from '../../model/trackerAddress.ts';
import { trackerIcon } from '../../views/tree/projectRow.ts';

/** So long after the last key GitLab is asked. */
const pauseOfTyping = 300;

export interface HomeItem extends QuickPickItem {
  /** Absent for words that are no choice. */
  readonly value?: TrackerAddress | 'own';
}

export interface HomePickOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Choices that need no search. */
  readonly fixed: readonly HomeItem[];
  readonly search: (words: string) => Promise<readonly TrackerAddress[]>;
  /** What a path or an address that was typed names. */
  readonly typed: (text: string) => TrackerAddress | undefined;
}

/** Asks for a project or group: found by name while the user types, or typed as a path or URL. Undefined when the user cancels. */
export async function pickHome(options: HomePickOptions, clock: Clock): Promise<TrackerAddress | 'own' | undefined> {
  const pick = window.createQuickPick<HomeItem>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.matchOnDescription = true;
  let timer: Disposable | undefined;
  let turn = 0;
  const look = async () => {
    const mine = (turn += 1);
    pick.busy = true;
    const words = pick.value.trim();
    const found = await options.search(words).then(
      (addresses) => addresses.map((address) => ({ ...homeItem(address), alwaysShow: true })),
      (error: unknown): HomeItem[] => [
        { label: plainLabel(GitLabError.from(error).message), iconPath: new ThemeIcon('warning'), alwaysShow: true },
      ],
    );
    if (mine !== turn) return;
    const typed = words.includes('/') ? options.typed(words) : undefined;
    const isFound = typed && found.some(({ label }) => label.toLowerCase() === typed.path.toLowerCase());
    pick.items = [...(typed && !isFound ? [{ ...homeItem(typed), alwaysShow: true }] : []), ...options.fixed, ...found];
    pick.busy = false;
  };
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeValue(() => {
        timer?.dispose();
        timer = clock.after(pauseOfTyping, () => void look());
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
      pick.items = options.fixed;
      pick.show();
      void look();
    });
  } finally {
    turn += 1;
    timer?.dispose();
    pick.dispose();
  }
}

function homeItem(address: TrackerAddress): HomeItem {
  return {
    label: plainLabel(address.path),
    description: plainLabel(instanceLabel(address.instance)),
    iconPath: new ThemeIcon(trackerIcon[address.kind]),
    value: address,
  };
}
