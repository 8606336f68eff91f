import { l10n, window } from 'vscode';
import * as v from 'valibot';
import { openInBrowser } from '../../host/browser.ts';
import { commands } from '../../manifest.ts';
import { pageKeys } from '../../model/page/pageMessages.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { DocumentPlace } from '../../sync/documents/issueDocuments.ts';
import type { IssuePanels, Opening, ShownIssue } from '../../views/page/issuePanels.ts';
import type { IssueTree } from '../../views/tree/issueTree.ts';
import type { IssueView } from '../../views/tree/issueView.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import { readAnswers } from '../answers.ts';
import type { CommandRunner } from '../run.ts';
import type { IssueTargets } from './issueTargets.ts';

/** The command asks before it opens more pages than this. */
const mostUnasked = 5;
/** Two clicks on a row within this time, in milliseconds, are a double click. */
const doubleClick = 500;
/** A row opens within this time after the key that opens it, in milliseconds. Rows without an issue don't. */
const timeToOpen = 2_000;

const pageKey = v.strictObject({ key: v.picklist(pageKeys) });
const nextOpening = v.strictObject({ next: v.picklist(['lasting', 'beside', 'none']) });

export interface OpenCommandParts {
  readonly targets: IssueTargets;
  readonly view: Pick<IssueView, 'clickedRows' | 'step'>;
  readonly tree: Pick<IssueTree, 'noteOf'>;
  readonly panels: Pick<IssuePanels, 'activeIssue' | 'keepActive' | 'press'>;
  /** Shows an issue. */
  readonly open: (target: ShownIssue, opening?: Opening) => Promise<void>;
  readonly openDraft: (place: DocumentPlace) => Promise<void>;
  readonly clock: Clock;
}

/** The commands that open issues, and those that go from one to the next. */
export class OpenCommands {
  private clicked: { readonly row: TreeNode; readonly at: number } | undefined;
  /** How the row that a key selects next opens. Keys that run a command on the row only select it. */
  private next: { readonly opening: Opening | 'none'; readonly at: number } | undefined;

  constructor(private readonly parts: OpenCommandParts) {}

  register(run: CommandRunner): void {
    const { targets, panels } = this.parts;
    run.register(commands.openIssue, async (input) => this.openAll(await targets.findOnly(input), 'lasting'));
    run.register(commands.openIssueToSide, async (input) => this.openAll(await targets.findOnly(input), 'beside'));
    run.register(commands.openSelected, async ({ answers }) => {
      const { clock } = this.parts;
      if (answers) this.next = { opening: readAnswers(nextOpening, answers).next, at: clock.elapsed() };
      else await this.openClicked();
    });
    run.register(commands.openIssueInBrowser, async (input) => {
      const found = await targets.findOnly(input);
      if (found.length > mostUnasked && !(await confirmOpening(found.length))) return;
      for (const { issue } of found) await openInBrowser(issue.webUrl);
    });
    run.register(commands.keepOpen, () => {
      panels.keepActive();
    });
    run.register(commands.runOnPage, async ({ answers }) => {
      if (answers) await panels.press(readAnswers(pageKey, answers).key);
    });
    run.register(commands.nextComment, () => panels.press('nextComment'));
    run.register(commands.previousComment, () => panels.press('previousComment'));
    run.register(commands.nextIssue, () => this.step(1));
    run.register(commands.previousIssue, () => this.step(-1));
  }

  /** A click or a key selected a row. */
  private async openClicked(): Promise<void> {
    const at = this.parts.clock.elapsed();
    const byKey = this.next && at - this.next.at <= timeToOpen ? this.next.opening : undefined;
    this.next = undefined;
    const [row] = await this.parts.view.clickedRows();
    if (row?.kind === 'draft' && byKey !== 'none') await this.parts.openDraft(row.place);
    if (row?.kind !== 'issue' && row?.kind !== 'todo') return;
    const { clicked } = this;
    this.clicked = { row, at };
    const isDouble = clicked?.row === row && at - clicked.at <= doubleClick;
    const opening = byKey ?? (isDouble ? 'lasting' : 'preview');
    // An issue outside the workspace's projects opens in the browser, which the first click did.
    const isOutside = row.tracker === '';
    if (opening === 'none' || (isOutside && isDouble && byKey === undefined)) return;
    const note = this.parts.tree.noteOf(row);
    const found = await this.parts.targets.findOnly({ rows: [row], answers: undefined });
    const targets = found.map((target) => ({ ...target, note }));
    // A lasting page takes the place of the preview, as after two clicks.
    if (opening === 'lasting' && !isOutside) await this.openAll(targets, 'preview');
    await this.openAll(targets, opening);
  }

  private async openAll(targets: readonly ShownIssue[], opening: Opening): Promise<void> {
    if (targets.length > mostUnasked && !(await confirmOpening(targets.length))) return;
    for (const target of targets) await this.parts.open(target, opening);
  }

  private async step(step: -1 | 1): Promise<void> {
    const { panels, view, open } = this.parts;
    const from = panels.activeIssue;
    const to = from && (await view.step(from, step));
    if (to) await open(to, 'focusedPreview');
    else if (from)
      window.setStatusBarMessage(
        step > 0
          ? l10n.t('#{0} is the last issue in the list.', from.issue.iid)
          : l10n.t('#{0} is the first issue in the list.', from.issue.iid),
        5_000,
      );
  }
}

async function confirmOpening(count: number): Promise<boolean> {
  const open = l10n.t('Open {0} Issues', count);
  return (await window.showWarningMessage(l10n.t('Open {0} issues?', count), { modal: true }, open)) === open;
}
