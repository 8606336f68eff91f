import { l10n, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import type { Clock } from '../../model/time/clock.ts';
import { type InstanceUrl, instanceLabel } from '../../model/address/instanceUrl.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { TrackerAddress } from '../../model/address/trackerAddress.ts';
import { trackerIcon } from '../../views/tree/projectRow.ts';

/** A project or group, the folder's own, or a server to sign in to instead. */
type Picked = TrackerAddress | 'own' | { readonly signInTo: InstanceUrl };

export type ScopeItem = RemoteItem<Picked>;

export interface ScopePickOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Choices that need no search. */
  readonly fixed: readonly ScopeItem[];
  readonly search: (words: string, signal: AbortSignal) => Promise<readonly TrackerAddress[]>;
  /** Reads a typed path, which several instances can have, or a URL. */
  readonly typed: (text: string) => readonly TrackerAddress[];
}

/** Asks for a project or group, found by name or typed as a path or URL. Undefined when the user cancels. */
export function pickScope(options: ScopePickOptions, clock: Clock): Promise<Picked | undefined> {
  const { title, placeholder, fixed, search, typed } = options;
  return showRemoteQuickPick<Picked>(
    {
      title,
      placeholder,
      none: l10n.t('No matching projects or groups'),
      local: (text) => [...(text.includes('/') ? typed(text).map(scopeItem) : []), ...fixed],
      search: async (words, signal) =>
        (await search(words, signal)).map((address) => ({ ...scopeItem(address), alwaysShow: false })),
      // GitLab's spelling replaces what the user typed.
      arrange: (local, found) => {
        const keys = new Set(found.map(({ key }) => key));
        return [...local.filter(({ key }) => key === undefined || !keys.has(key)), ...found];
      },
    },
    clock,
  );
}

/** The row of a project, a group, or the assigned issues. */
export function scopeItem(address: TrackerAddress): ScopeItem {
  return {
    label: plainLabel(address.path),
    description: plainLabel(instanceLabel(address.instance)),
    iconPath: new ThemeIcon(trackerIcon[address.kind]),
    alwaysShow: true,
    key: `${address.instance} ${address.path.toLowerCase()}`,
    value: address,
  };
}
