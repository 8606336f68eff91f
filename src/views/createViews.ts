import type { Memory } from '../host/memory.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import type { Identity } from '../model/ports.ts';
import type { IssueReferences } from '../sync/issueReferences.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { UnreadIssues } from '../sync/unreadIssues.ts';
import { DeadTokenNotice } from './deadTokenNotice.ts';
import { ExpiryReminder } from './expiryReminder.ts';
import { IssueArrangement } from './issueArrangement.ts';
import { IssueDrops } from './issueDrops.ts';
import { IssueTree } from './issueTree.ts';
import { IssueView } from './issueView.ts';
import { NewsNotice } from './newsNotice.ts';
import { UnreadDecorations } from './unreadDecorations.ts';
import { ReferenceDrop } from './referenceDrop.ts';

/** What the views draw, and what they remember. */
export interface ViewParts {
  readonly synchroniser: Synchroniser;
  readonly store: IssueStore;
  readonly unread: UnreadIssues;
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

export function createViews({ synchroniser, store, unread, identity, references, clock, ...memory }: ViewParts): Views {
  const arrangement = new IssueArrangement(memory.workspaceMemory, store, synchroniser, identity, clock);
  const tree = new IssueTree(synchroniser, store, arrangement, unread, clock);
  const reminder = new ExpiryReminder(memory.globalMemory, clock);
  const drops = new IssueDrops(store, arrangement);
  const view = new IssueView(tree, drops, synchroniser, arrangement, unread, reminder, clock);
  const referenceDrop = new ReferenceDrop(references);
  const notice = new DeadTokenNotice(synchroniser);
  const news = new NewsNotice(unread, view.reveal.bind(view), clock);
  const decorations = new UnreadDecorations();
  return {
    arrangement,
    tree,
    view,
    drops,
    dispose: () => {
      for (const part of [decorations, news, notice, referenceDrop, view, drops, reminder, tree, arrangement])
        part.dispose();
    },
  };
}
