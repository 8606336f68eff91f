import * as vscode from 'vscode';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { viewId } from '../../../src/manifest.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import type { TrackerState } from '../../../src/sync/trackers/trackerState.ts';
import { DescriptionSearch } from '../../../src/sync/queries/descriptionSearch.ts';
import { IssueStore } from '../../../src/sync/store/issueStore.ts';
import { QueryResults } from '../../../src/sync/queries/queryResults.ts';
import type { Synchronizer } from '../../../src/sync/synchronizer.ts';
import type { UnreadChange } from '../../../src/sync/unread/unreadIssues.ts';
import { issueRow } from '../../../src/views/tree/issueRow.ts';
import { IssueArrangement } from '../../../src/sync/queries/issueArrangement.ts';
import { IssueTree } from '../../../src/views/tree/issueTree.ts';
import { TodoLists } from '../../../src/sync/queries/todoLists.ts';
import { QueryLists } from '../../../src/sync/queries/queryLists.ts';
import { ViewQueries } from '../../../src/sync/queries/viewQueries.ts';
import { OwnSettings } from '../../../src/host/ownSettings.ts';
import { QuerySetting } from '../../../src/host/querySetting.ts';
import type { BenchRow } from '../benchRow.ts';
import { median } from '../measure.ts';

const issues = 10_000;
const staticRows = 200;
const rounds = 15;
const most = 1.5;

/** Measures the time from a filled store to the first row on the screen, compared with a tree of ready-made rows. */
export async function firstRow(): Promise<BenchRow> {
  await vscode.commands.executeCommand(`${viewId}.focus`);
  const store = new IssueStore();
  store.apply(
    'tracker',
    Array.from({ length: issues }, (_, index) => issue(index + 1)),
  );
  const rows = store
    .issues('tracker')
    .slice(0, staticRows)
    .map((each) =>
      issueRow({ kind: 'issue', tracker: 'tracker', query: 'open', issueId: each.id }, each, tracker, {
        isUnread: false,
        isRepeated: false,
        isWaiting: false,
        now: Date.now(),
      }),
    );
  const times = { ours: [] as number[], theirs: [] as number[] };
  const ratios: number[] = [];
  const nothing = new vscode.EventEmitter<void>().event;
  const memory = { read: () => undefined, write: () => undefined };
  const identity = { me: () => undefined, onDidChange: nothing };
  const unread = { isUnread: () => false, onDidChange: new vscode.EventEmitter<UnreadChange>().event };
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const arrangement = new IssueArrangement(memory, new OwnSettings(log));
  const queries = new ViewQueries(new QuerySetting(log), arrangement, systemClock);
  const results = new QueryResults(ready, store, systemClock, log);
  const descriptionSearch = new DescriptionSearch(
    { findInDescriptions: () => Promise.resolve(new Set()) },
    store,
    systemClock,
  );
  const makeTree = (): IssueTree => {
    const columns = {
      of: () => [],
      priorityOf: () => () => undefined,
      onDidFind: new vscode.EventEmitter<{ tracker: string }>().event,
    };
    const parts = { columns, synchronizer: ready, store, results, descriptionSearch, identity, clock: systemClock };
    const lists = new QueryLists({ ...parts, queries, arrangement });
    const todos = new TodoLists(ready, () => false, systemClock, log);
    const labels = { colorsOf: () => Promise.resolve(new Map()) };
    const draftList = { drafts: [], onDidChange: nothing };
    return new IssueTree({ ...parts, queries, lists, labels, todos, draftList, unread, isFiltered: () => false });
  };
  for (let round = 0; round <= rounds; round++) {
    const ours = await timeOfTree(makeTree, (tree) => tree.nodeOf('tracker', issues));
    const theirs = await timeOfTree(
      () => new StaticTree(rows),
      (tree) => tree.getChildren()[0],
    );
    if (round === 0) continue;
    times.ours.push(ours);
    times.theirs.push(theirs);
    ratios.push(ours / theirs);
  }
  const ratio = median(ratios);
  return {
    what: `Store ready to first row visible, ${issues.toLocaleString('en')} issues, compared to a tree of ${staticRows} static rows of the same appearance`,
    measured: `${ratio.toFixed(2)}x`,
    bar: `at most ${most}x`,
    passed: ratio <= most,
    figures: { ratio, milliseconds: median(times.ours), staticMilliseconds: median(times.theirs) },
  };
}

/** Measures until VS Code reports the row as selected. `reveal` alone also resolves if VS Code doesn't draw the row. */
async function timeOfTree<T, Tree extends vscode.TreeDataProvider<T> & { dispose?(): void }>(
  make: () => Tree,
  firstOf: (tree: Tree) => T | undefined,
): Promise<number> {
  const started = performance.now();
  const treeDataProvider = make();
  const view = vscode.window.createTreeView(viewId, { treeDataProvider });
  const first = firstOf(treeDataProvider);
  if (first === undefined) throw new Error('The tree is empty.');
  const time = new Promise<number>((resolve, reject) => {
    view.onDidChangeSelection(({ selection }) => {
      if (selection.includes(first)) resolve(performance.now() - started);
    });
    setTimeout(() => {
      reject(new Error('VS Code did not show the first row.'));
    }, 10_000);
  });
  await view.reveal(first, { select: true });
  await time;
  view.dispose();
  treeDataProvider.dispose?.();
  await new Promise((resolve) => setTimeout(resolve, 100));
  return time;
}

/** Rows that look the same, created before the measurement starts. */
class StaticTree implements vscode.TreeDataProvider<vscode.TreeItem> {
  constructor(private readonly rows: vscode.TreeItem[]) {}

  getChildren(): vscode.TreeItem[] {
    return this.rows;
  }

  getTreeItem(row: vscode.TreeItem): vscode.TreeItem {
    return row;
  }

  getParent(): undefined {
    return undefined;
  }
}

const tracker: TrackerState = {
  key: 'tracker',
  instance: 'https://gitlab.example.com' as InstanceUrl,
  kind: 'project',
  path: 'a/b',
  account: {
    key: 'account',
    instance: 'https://gitlab.example.com' as InstanceUrl,
    kind: 'personal',
    user: { id: 1, username: 'me', name: 'Me' },
    scopes: ['api'],
    serverVersion: '18.9.1-ee',
  },
  project: {
    id: 1,
    path: 'a/b',
    name: 'b',
    webUrl: 'https://gitlab.example.com/a/b',
    issuesEnabled: true,
    archived: false,
  },
  loading: false,
  complete: true,
};
const ready = {
  viewState: 'ready',
  trackers: [tracker],
  tracker: () => tracker,
  onDidChange: () => ({ dispose: () => undefined }),
  outbox: { waiting: [], unsent: [], onDidChange: () => ({ dispose: () => undefined }) },
  onDidWrite: () => ({ dispose: () => undefined }),
} as unknown as Synchronizer;

function issue(iid: number): Issue {
  const person = { id: iid % 50, username: `person${iid % 50}`, name: `Person ${iid % 50}` };
  return {
    id: iid,
    iid,
    projectId: 1,
    title: `The basket forgets article ${iid} when the customer returns`,
    state: 'opened',
    type: 'issue',
    labels: ['bug', 'priority::1'],
    milestone: { id: 1, title: 'v2.0', isActive: true },
    assignees: [person],
    author: person,
    createdAt: iid * 60_000,
    updatedAt: iid * 60_000,
    confidential: false,
    commentCount: 3,
    webUrl: `https://gitlab.example.com/a/b/-/issues/${iid}`,
    reference: `a/b#${iid}`,
  };
}
