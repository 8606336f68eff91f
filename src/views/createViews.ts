import type { Uri } from 'vscode';
import type { Memory } from '../host/memory.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import type { Identity, Log } from '../model/ports.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Drafts } from '../sync/drafts.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import { DeadTokenNotice } from './deadTokenNotice.ts';
import { ExpiryReminder } from './expiryReminder.ts';
import { IssueArrangement } from './issueArrangement.ts';
import { IssueTree } from './issueTree.ts';
import { IssueView } from './issueView.ts';
import { IssuePanels } from './page/issuePanels.ts';

/** What the views draw, and what they remember. */
export interface ViewParts {
  readonly synchroniser: Synchroniser;
  readonly store: IssueStore;
  readonly identity: Identity;
  /** Of this workspace, and of all windows. */
  readonly workspaceMemory: Memory;
  readonly globalMemory: Memory;
  readonly drafts: Drafts;
  readonly extensionUri: Uri;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that is drawn. */
export interface Views extends Disposable {
  readonly arrangement: IssueArrangement;
  readonly tree: IssueTree;
  readonly view: IssueView;
  readonly panels: IssuePanels;
}

export function createViews({ synchroniser, store, identity, clock, ...parts }: ViewParts): Views {
  const arrangement = new IssueArrangement(parts.workspaceMemory, store, synchroniser, identity, clock);
  const tree = new IssueTree(synchroniser, store, arrangement, clock);
  const reminder = new ExpiryReminder(parts.globalMemory, clock);
  const view = new IssueView(tree, synchroniser, arrangement, reminder, clock);
  const { drafts, extensionUri, log } = parts;
  const panels = new IssuePanels({ synchroniser, store, identity, drafts, extensionUri, clock, log });
  const notice = new DeadTokenNotice(synchroniser);
  return {
    arrangement,
    tree,
    view,
    panels,
    dispose: () => {
      for (const part of [notice, panels, view, reminder, tree, arrangement]) part.dispose();
    },
  };
}
