import * as v from 'valibot';
import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { commands } from '../../manifest.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import { isProject, projectUrlOf } from '../../model/issueScope.ts';
import { plainLabel, plainText } from '../../model/text/plainText.ts';
import type { Project } from '../../model/project.ts';
import type { Drafts } from '../../sync/page/drafts.ts';
import { readPaletteDraft } from '../../sync/page/paletteDraft.ts';
import type { SimilarIssues } from '../../sync/search/similarIssues.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import { type NamedTracker, trackerTitle } from '../../sync/trackers/trackerNames.ts';
import { isWritable, type TrackerState } from '../../sync/trackers/trackerState.ts';
import { trackerIcon } from '../../views/tree/projectRow.ts';
import { readAnswers } from '../answers.ts';
import type { NewDraft } from '../../editor/documents/openDocument.ts';
import { pickScope } from '../pickers/scopePicker.ts';
import { memberIds, milestoneId } from './namedChoices.ts';
import type { CommandInput, CommandRunner } from '../run.ts';
import { sendNewIssue } from './sendNewIssue.ts';
import { showCreated } from './showCreated.ts';
import { runAction } from '../runAction.ts';
import { askTitleAndSend } from '../pickers/titleBox.ts';
import { pickTemplate } from '../pickers/templatePicker.ts';
import { templateNote } from '../../model/text/templateNote.ts';
import { titleProblem } from '../../model/titleProblem.ts';
import type { WriteConsent } from '../../views/writeConsent.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

const createAnswers = v.strictObject({
  project: v.optional(v.string()),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  labels: v.optional(v.array(v.string())),
  assignees: v.optional(v.array(v.string())),
  milestone: v.optional(v.string()),
  dueDate: v.optional(v.pipe(v.string(), v.isoDate())),
  confidential: v.optional(v.boolean()),
  confirm: v.optional(v.boolean()),
});

/** The number under which the drafts keep the title of a new issue. */
const noIssueYet = 0;

/** What a new issue starts with. */
export interface IssueStart {
  /** Identifies the draft of the title, together with the title and the origin. */
  readonly command: string;
  /** What the issue is created from, such as lines of code. */
  readonly origin?: string;
  /** The user can change it. */
  readonly title: string;
  /** Never rejects. Requested while the user types the title. */
  readonly description: Promise<string | undefined>;
  /** Explains the description to the user. Never rejects. */
  readonly note: Promise<string | undefined>;
  /** Where to create it. Undefined if the user has to select a project. */
  readonly tracker?: NamedTracker | undefined;
}

/** Returns what a new issue in a project starts with. */
type StartIn = (access: ProjectAccess) => IssueStart;

/** A new issue, and the tracker that it was created in. */
export interface CreatedIssue {
  readonly tracker: TrackerState;
  readonly issue: Issue;
}

export interface CreateCommandParts {
  readonly synchronizer: Synchronizer;
  readonly similar: SimilarIssues;
  readonly consent: WriteConsent;
  readonly drafts: Drafts;
  readonly clock: Clock;
  /** Shows the row of an issue. Resolves to whether there is one. */
  readonly reveal: (tracker: string, issue: Issue) => Promise<boolean>;
  /** Shows an issue. */
  readonly open: (target: TrackedIssue) => Promise<void>;
  readonly openDraft: (draft: NewDraft) => Promise<void>;
}

/** The commands that create an issue, and that start one as a document. */
export class CreateCommands {
  constructor(private readonly parts: CreateCommandParts) {}

  register(run: CommandRunner): void {
    run.register(commands.createIssue, async (input) => {
      const created = await this.create(input, input.answers ? undefined : standardStart);
      if (!created || input.answers) return created && createdAnswer(created);
      const { tracker, issue } = created;
      const isHeld = this.parts.synchronizer.holds(tracker.key, issue.id);
      if (isHeld && (await this.parts.reveal(tracker.key, issue))) return undefined;
      void showCreated(issue, (name) => l10n.t("Created #{0}. It isn't shown in the current view.", name));
      return undefined;
    });
    run.register(commands.createIssueInEditor, (input) =>
      this.createInEditor(input, async (access) => (await standardStart(access).description) ?? ''),
    );
    run.register(commands.createIssueFromTemplate, (input) =>
      this.createInEditor(input, async (access) => (await pickTemplate(access, this.parts.clock))?.text),
    );
  }

  /**
   * Opens a document for a new issue. A caller's arguments fill it in.
   * @param template returns the description if the caller provides none. Undefined if the user cancels.
   */
  private async createInEditor(
    { rows, answers }: CommandInput,
    template: (access: ProjectAccess) => Promise<string | undefined>,
  ): Promise<void> {
    const given = readAnswers(createAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    const named =
      given.project === undefined
        ? await this.pickTracker(rows[0]?.tracker, undefined)
        : this.parts.synchronizer.expectNamed(given.project);
    const access = named && (await this.projectOf(named, answers !== undefined));
    // Asks this first, as for an issue that is created at once.
    if (!access || !(answers || (await this.parts.consent.ask([named.tracker.key])))) return;
    const isTemplate = given.description === undefined;
    const description = given.description ?? (await template(access));
    if (description === undefined) return;
    await this.continueInEditor(named.tracker, access.project, { ...given, description, isTemplate });
  }

  private async continueInEditor(
    { account, instance }: TrackerState,
    { id, path }: Project,
    given: v.InferOutput<typeof createAnswers> & { readonly isTemplate?: boolean },
  ): Promise<void> {
    if (!account) throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'notSignedIn' });
    const { title = '', description = '', labels = [], assignees = [], milestone = '', dueDate = '' } = given;
    const confidential = given.confidential === undefined ? undefined : String(given.confidential);
    await this.parts.openDraft({
      account: account.key,
      project: { id, path },
      fields: { title, labels, assignees, milestone, due: dueDate, confidential },
      body: description,
      isTemplate: given.isTemplate === true,
    });
  }

  /** Asks for what the caller doesn't provide, and creates an issue. Undefined if the user cancels. */
  async create({ rows, answers }: CommandInput, from?: IssueStart | StartIn): Promise<CreatedIssue | undefined> {
    const given = readAnswers(createAnswers, answers ?? {});
    await this.parts.synchronizer.ready();
    const named =
      given.project === undefined
        ? await this.pickTracker(rows[0]?.tracker, typeof from === 'object' ? from.tracker : undefined)
        : this.parts.synchronizer.expectNamed(given.project);
    if (!named) return undefined;
    const { tracker } = named;
    if (answers) this.parts.consent.expect([tracker.key], given.confirm === true);
    const access = await this.projectOf(named, answers !== undefined);
    // Asks this first, so that the typed title can't be lost to a later question.
    if (!access || !(answers || (await this.parts.consent.ask([tracker.key])))) return undefined;
    const start = typeof from === 'function' ? from(access) : from;
    const create = async (title: string) => {
      const draft = { title: expectTitle(title), ...(await furtherParts(access, given, start)) };
      return sendNewIssue(this.parts.synchronizer, { tracker: tracker.key, project: access.project }, draft);
    };
    const issue =
      given.title === undefined
        ? await this.askTitle(tracker, access.project, start, create)
        : await create(given.title);
    return issue && { tracker, issue };
  }

  /** The tracker's project. For a group, the project given by the caller or selected by the user. */
  private async projectOf(
    { tracker, projectPath }: NamedTracker,
    isAnswered: boolean,
  ): Promise<ProjectAccess | undefined> {
    const { gateway, scope } = await this.parts.synchronizer.issues.scopeAccess(tracker.key);
    if (isProject(scope)) return { gateway, project: scope };
    if (projectPath !== undefined) return { gateway, project: await gateway.findProject(projectPath) };
    if (isAnswered) throw new GitLabError('invalid', { detail: 'severalProjects' });
    const { instance } = tracker;
    const picked = await pickScope(
      {
        title: l10n.t('Create Issue in {0}', plainText(trackerTitle(tracker))),
        placeholder: l10n.t('Select a project'),
        fixed: [],
        search: async (words, signal) =>
          (await gateway.searchProjects(words, scope, signal)).map(({ path }) => ({ instance, kind: 'project', path })),
        typed: () => [],
      },
      this.parts.clock,
    );
    return typeof picked === 'object' && 'path' in picked
      ? { gateway, project: await gateway.findProject(picked.path) }
      : undefined;
  }

  /** Shows a box that keeps the title until GitLab has created the issue. Undefined if the user cancels. */
  private async askTitle(
    tracker: TrackerState,
    project: Project,
    start: IssueStart | undefined,
    create: (title: string) => Promise<Issue>,
  ): Promise<Issue | undefined> {
    const { account } = tracker;
    const { id, path, webUrl } = project;
    // Every origin has its own draft, so that the title of one isn't used for another.
    const { command: own = commands.createIssue, title: suggested = '', origin = '' } = start ?? {};
    const command = [own, suggested, origin].filter((part) => part !== '').join(':');
    const box = account && { command, account: account.key };
    let issue: Issue | undefined;
    const { synchronizer, similar, drafts, clock } = this.parts;
    const keys = () => synchronizer.trackers.map(({ key }) => key);
    const instead = await askTitleAndSend(
      {
        title: l10n.t('Create Issue in {0}', plainText(path)),
        placeholder: l10n.t('Enter a title. You can add everything else later.'),
        note: start?.note,
        value: suggested,
        problem: titleProblem,
        draft: box && (await readPaletteDraft(drafts, box, [{ id: 0, iid: noIssueYet, projectId: id }])),
        send: async (title) => {
          issue = await create(title);
        },
        other: {
          button: { iconPath: new ThemeIcon('edit'), tooltip: l10n.t('Continue in Editor') },
          run: async (title) => {
            await this.continueInEditor(tracker, project, { title, description: await start?.description });
          },
        },
        prepared: similar.update(keys()),
        similar: (title) => {
          void similar.update(keys());
          return similar.find(keys(), webUrl, title);
        },
      },
      clock,
    );
    if (instead?.act === 'open') await this.parts.open(instead.target);
    else if (instead) await runAction(commands.comment, nameOf(instead.target.issue));
    return issue;
  }

  /** The given tracker, the row's tracker, the only one, or the one that the user selects. */
  private async pickTracker(
    ofRow: string | undefined,
    given: NamedTracker | undefined,
  ): Promise<NamedTracker | undefined> {
    const writable = this.parts.synchronizer.trackers.filter((tracker) => isWritable(tracker));
    const [only, another] = writable;
    if (!only) throw new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    if (given && isWritable(given.tracker)) return given;
    const named = writable.find(({ key }) => key === ofRow);
    if (named ?? !another) return { tracker: named ?? only };
    const items = writable.map((tracker): QuickPickItem & { tracker: TrackerState } => ({
      label: plainLabel(trackerTitle(tracker)),
      description: instanceLabel(tracker.instance),
      iconPath: new ThemeIcon(trackerIcon[tracker.kind]),
      tracker,
    }));
    const picked = await window.showQuickPick(items, {
      title: l10n.t('Create Issue'),
      placeHolder: l10n.t('Select a project'),
    });
    return picked && { tracker: picked.tracker };
  }
}

/** As GitLab's page for a new issue, the description is the default template, if there is one. */
function standardStart({ gateway, project }: ProjectAccess): IssueStart {
  const standard = gateway.templates.list(project).then(
    (templates) => templates.standard,
    // GitLab might still add it.
    () => undefined,
  );
  return {
    command: commands.createIssue,
    title: '',
    description: standard.then((template) => template?.text),
    note: standard.then((template) => template && templateNote(template)),
  };
}

/** The new issue, for a caller that provides arguments. */
export function createdAnswer({ issue: { iid, webUrl } }: CreatedIssue): { iid: number; webUrl: string } {
  return { iid, webUrl };
}

async function furtherParts(
  access: ProjectAccess,
  given: v.InferOutput<typeof createAnswers>,
  start: IssueStart | undefined,
) {
  const { description = await start?.description, labels, assignees, milestone, dueDate, confidential } = given;
  return {
    ...(description === undefined ? {} : { description }),
    ...(labels === undefined ? {} : { labels }),
    ...(assignees ? { assigneeIds: await memberIds(access, assignees) } : {}),
    ...(milestone === undefined ? {} : { milestoneId: await milestoneId(access, milestone) }),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(confidential === undefined ? {} : { confidential }),
  };
}

function expectTitle(text: string): string {
  const title = text.trim();
  if (title === '') throw new GitLabError('invalid', { detail: 'noTitle' });
  return title;
}

/** The arguments of a command that name an issue. */
function nameOf(issue: Issue): { readonly project: string; readonly iid: number } {
  return { project: projectUrlOf(issue), iid: issue.iid };
}
