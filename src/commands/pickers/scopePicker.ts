import { ThemeIcon } from 'vscode';
import { type RemoteItem, showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
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
  const arrange = (found: readonly ScopeItem[], text: string) => {
    const isNew = ({ path }: TrackerAddress) => !found.some(({ label }) => label.toLowerCase() === path.toLowerCase());
    const named = text.includes('/') ? typed(text).filter(isNew) : [];
    return [...named.map(scopeItem), ...fixed, ...found];
  };
  const find = async (words: string, signal: AbortSignal) => (await search(words, signal)).map(scopeItem);
  return showRemoteQuickPick({ title, placeholder, search: find, arrange }, clock);
}

/** The row of a project, a group, or the assigned issues. */
export function scopeItem(address: TrackerAddress): ScopeItem {
  return {
    label: plainLabel(address.path),
    description: plainLabel(instanceLabel(address.instance)),
    iconPath: new ThemeIcon(trackerIcon[address.kind]),
    alwaysShow: true,
    value: address,
  };
}
