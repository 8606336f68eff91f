import * as v from 'valibot';
import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { commands } from '../manifest.ts';
import { isReadOnly } from '../model/account.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { Issue } from '../model/issue.ts';
import { plainLabel, plainMessage } from '../model/plainText.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TrackerState } from '../sync/trackerState.ts';
import { readAnswers } from './answers.ts';
import { memberIds, milestoneId } from './namedChoices.ts';
import type { CommandInput, CommandRunner } from './run.ts';

const createAnswers = v.strictObject({
  project: v.optional(v.string()),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  labels: v.optional(v.array(v.string())),
  assignees: v.optional(v.array(v.string())),
  milestone: v.optional(v.string()),
  dueDate: v.optional(v.pipe(v.string(), v.isoDate())),
  confidential: v.optional(v.boolean()),
});

/** GitLab's limit. https://docs.gitlab.com/api/issues/#new-issue */
const longestTitle = 255;

/** New issues. */
export class CreateCommands {
  /** @param reveal shows the row of an issue. */
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly reveal: (tracker: string, issue: Issue) => Promise<void>,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.createIssue, (input) => this.create(input));
  }

  /** @returns for a caller with answers, the number and the address of the new issue. */
  private async create({ rows, answers }: CommandInput): Promise<{ iid: number; webUrl: string } | undefined> {
    const given = readAnswers(createAnswers, answers ?? {});
    await this.synchroniser.ready();
    const tracker =
      given.project === undefined
        ? await this.pickProject(rows[0]?.tracker)
        : this.synchroniser.expectTracker(given.project);
    if (!tracker) return undefined;
    const title = given.title ?? (await askTitle(tracker));
    if (title === undefined) return undefined;
    if (title.trim() === '') throw new GitLabError('invalid', { detail: 'noTitle' });
    const issue = await this.synchroniser.issues.create(tracker.key, {
      title: title.trim(),
      ...(await this.furtherParts(tracker, given)),
    });
    if (answers) return { iid: issue.iid, webUrl: issue.webUrl };
    if (this.synchroniser.holds(tracker.key, issue.id)) await this.reveal(tracker.key, issue);
    // Signed out, say, while the answer was on its way: it was made all the same.
    else
      void window.showInformationMessage(
        l10n.t('{0} was created, but is not shown here.', plainMessage(issue.reference)),
      );
    return undefined;
  }

  private async furtherParts({ key }: TrackerState, given: v.InferOutput<typeof createAnswers>) {
    const { description, labels, assignees, milestone, dueDate, confidential } = given;
    const asked = assignees || milestone !== undefined ? await this.synchroniser.issues.gatewayOf(key) : undefined;
    return {
      ...(description === undefined ? {} : { description }),
      ...(labels === undefined ? {} : { labels }),
      ...(asked && assignees ? { assigneeIds: await memberIds(asked, assignees) } : {}),
      ...(asked && milestone !== undefined ? { milestoneId: await milestoneId(asked, milestone) } : {}),
      ...(dueDate === undefined ? {} : { dueDate }),
      ...(confidential === undefined ? {} : { confidential }),
    };
  }

  /** The one there is, that of the row, or the one that the person picks. */
  private async pickProject(ofRow: string | undefined): Promise<TrackerState | undefined> {
    const writable = this.synchroniser.trackers.filter(({ account }) => account && !isReadOnly(account));
    const [only, another] = writable;
    if (!only) throw new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    const named = writable.find(({ key }) => key === ofRow);
    if (named ?? !another) return named ?? only;
    const items = writable.map((tracker): QuickPickItem & { tracker: TrackerState } => ({
      label: plainLabel(tracker.project?.path ?? tracker.path),
      description: instanceLabel(tracker.instance),
      iconPath: new ThemeIcon('repo'),
      tracker,
    }));
    const picked = await window.showQuickPick(items, {
      title: l10n.t('Create Issue'),
      placeHolder: l10n.t('In which project?'),
    });
    return picked?.tracker;
  }
}

async function askTitle(tracker: TrackerState): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Create Issue in {0}', tracker.project?.path ?? tracker.path),
    prompt: l10n.t('The title; everything else can be added later'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.length > longestTitle ? l10n.t('A title has at most {0} characters.', longestTitle) : undefined,
  });
}
