import type { Uri } from 'vscode';
import type { Memory } from '../host/memory.ts';
import type { OwnSettings } from '../host/ownSettings.ts';
import type { Clock } from '../model/time/clock.ts';
import type { Disposable } from '../model/event.ts';
import type { Identity, Log } from '../model/ports.ts';
import { ActivityChoice } from '../sync/page/activityChoice.ts';
import { KeptBoxHeights } from '../sync/page/keptBoxHeights.ts';
import type { Avatars } from '../sync/page/avatars.ts';
import type { DraftList } from '../sync/documents/draftList.ts';
import type { Drafts } from '../sync/page/drafts.ts';
import type { UnresponsivePages } from '../sync/page/unresponsivePages.ts';
import type { IssueStore } from '../sync/store/issueStore.ts';
import type { QueryResults } from '../sync/queries/queryResults.ts';
import type { Scrubber } from '../model/text/scrubber.ts';
import type { Synchronizer } from '../sync/synchronizer.ts';
import type { UndoHistory } from '../sync/writes/undoHistory.ts';
import type { UnreadIssues } from '../sync/unread/unreadIssues.ts';
import { ConnectionPanel } from './connection/connectionPanel.ts';
import { DeadTokenNotice } from './notices/deadTokenNotice.ts';
import { ExpiryReminder } from './notices/expiryReminder.ts';
import type { IssueArrangement } from '../sync/queries/issueArrangement.ts';
import type { LabelColumns } from '../sync/queries/labelColumns.ts';
import { IssueDrops } from './tree/issueDrops.ts';
import { IssueTree } from './tree/issueTree.ts';
import { IssueView } from './tree/issueView.ts';
import { IssuePanels } from './page/issuePanels.ts';
import { NewsNotice } from './notices/newsNotice.ts';
import { RowDecorations } from './tree/rowDecorations.ts';
import type { QueryLists } from '../sync/queries/queryLists.ts';
import type { TodoLists } from '../sync/queries/todoLists.ts';
import type { ViewQueries } from '../sync/queries/viewQueries.ts';
import { WriteConsent } from './writeConsent.ts';

/** The objects that the views show, and their storage. */
export interface ViewParts {
  readonly synchronizer: Synchronizer;
  readonly store: IssueStore;
  readonly unread: UnreadIssues;
  readonly results: QueryResults;
  readonly arrangement: IssueArrangement;
  readonly queries: ViewQueries;
  readonly lists: QueryLists;
  readonly columns: LabelColumns;
  readonly todos: TodoLists;
  readonly ownSettings: OwnSettings;
  readonly identity: Identity;
  /** The storage of this workspace, and of all windows. */
  readonly workspaceMemory: Memory;
  readonly globalMemory: Memory;
  readonly drafts: Drafts;
  readonly history: UndoHistory;
  readonly draftList: DraftList;
  readonly unresponsive: UnresponsivePages;
  readonly avatars: Avatars;
  readonly extensionUri: Uri;
  readonly scrubber: Scrubber;
  readonly clock: Clock;
  readonly log: Log;
}

/** All visible parts of the extension. */
export interface Views extends Disposable {
  readonly tree: IssueTree;
  readonly view: IssueView;
  readonly drops: IssueDrops;
  readonly panels: IssuePanels;
  readonly consent: WriteConsent;
  readonly deadTokens: DeadTokenNotice;
  readonly connectionPanel: ConnectionPanel;
}

export function createViews({ synchronizer, arrangement, lists, columns, clock, ...parts }: ViewParts): Views {
  const isFiltered = () => arrangement.filter !== '';
  const tree = new IssueTree({ ...parts, synchronizer, lists, labels: columns, isFiltered, clock });
  const reminder = new ExpiryReminder(parts.globalMemory, clock);
  const drops = new IssueDrops(parts.results, lists, synchronizer);
  const consent = new WriteConsent(synchronizer, parts.workspaceMemory);
  const activity = new ActivityChoice(parts.globalMemory);
  const boxHeights = new KeptBoxHeights(parts.globalMemory);
  const panels = new IssuePanels({ ...parts, consent, synchronizer, activity, boxHeights, clock });
  const { unread, todos, draftList } = parts;
  const listed = { unread, todos, draftList };
  const view = new IssueView({ tree, drops, panels, synchronizer, arrangement, ...listed, reminder, clock });
  const deadTokens = new DeadTokenNotice(synchronizer, clock);
  const connectionPanel = new ConnectionPanel(parts.extensionUri, parts.scrubber);
  const news = new NewsNotice(parts.unread, view.reveal.bind(view), parts.ownSettings, clock);
  const decorations = new RowDecorations();
  return {
    tree,
    view,
    drops,
    panels,
    consent,
    deadTokens,
    connectionPanel,
    dispose: () => {
      for (const part of [
        decorations,
        news,
        connectionPanel,
        deadTokens,
        panels,
        activity,
        view,
        drops,
        reminder,
        tree,
      ])
        part.dispose();
    },
  };
}
