import type { Memory } from '../host/memory.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import type { Identity } from '../model/ports.ts';
import type { IssueReferences } from '../sync/issueReferences.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import { DeadTokenNotice } from './deadTokenNotice.ts';
import { ExpiryReminder } from './expiryReminder.ts';
import { IssueArrangement } from './issueArrangement.ts';
import { IssueDrops } from './issueDrops.ts';
import { IssueTree } from './issueTree.ts';
import { IssueView } from './issueView.ts';
import { ReferenceDrop } from './referenceDrop.ts';

/** What the views draw, and what they remember. */
export interface ViewParts {
  readonly synchroniser: Synchroniser;
  readonly store: IssueStore;
  readonly identity: Identity;
  readonly references: IssueReferences;
  /** Of this workspace, and of all windows. */
  readonly workspaceMemory: Memory;
  readonly globalMemory: Memory;
  readonly clock: Clock;
}

/** Everything that is drawn. */
export interface Views extends Disposable {
  readonly arrangement: IssueArrangement;
  readonly tree: IssueTree;
  readonly view: IssueView;
  readonly drops: IssueDrops;
}

export function createViews({ synchroniser, store, identity, references, clock, ...memory }: ViewParts): Views {
  const arrangement = new IssueArrangement(memory.workspaceMemory, store, synchroniser, identity, clock);
  const tree = new IssueTree(synchroniser, store, arrangement, clock);
  const reminder = new ExpiryReminder(memory.globalMemory, clock);
  const drops = new IssueDrops(store, arrangement);
  const view = new IssueView(tree, drops, synchroniser, arrangement, reminder, clock);
  const referenceDrop = new ReferenceDrop(references);
  const notice = new DeadTokenNotice(synchroniser);
  return {
    arrangement,
    tree,
    view,
    drops,
    dispose: () => {
      for (const part of [notice, referenceDrop, view, drops, reminder, tree, arrangement]) part.dispose();
    },
  };
}
