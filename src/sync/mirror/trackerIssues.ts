import type { Account } from '../../model/account.ts';
import { can } from '../../model/capabilities.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueAct, IssueCommand } from '../../model/issueCommand.ts';
import type { IssueDraft } from '../../model/issueDraft.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import { type IssueScope, isProject, type ProjectName, projectNameOf, projectPathOf } from '../../model/issueScope.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { IssueStore } from '../store/issueStore.ts';
import { applyToMirrors } from './applyToMirrors.ts';
import type { TrackerMirror } from './trackerMirror.ts';
import type { TrackerState } from '../trackers/trackerState.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

/** The parts of the sync that it depends on. Trackers are selected by key. */
export interface TrackerIssuesParts {
  readonly store: IssueStore;
  readonly trackers: () => readonly TrackerState[];
  /** Undefined if there is no such tracker, or no account for it. */
  readonly mirror: (tracker: string) => TrackerMirror | undefined;
  /** All trackers, of every account. */
  readonly mirrors: () => readonly TrackerMirror[];
  readonly refresh: (tracker: string) => Promise<void>;
  readonly clock: Clock;
}

/** The account of a tracker, its gateway, and the scope of the tracker's issues. */
export interface ScopeAccess {
  readonly gateway: IssueGateway;
  readonly scope: IssueScope;
  readonly account: Account | undefined;
}

/**
 * Requests about single issues of a tracker, and commands for them, which `IssueSender` sends. Every method rejects or
 * throws only with a `GitLabError`.
 */
export class TrackerIssues {
  constructor(private readonly parts: TrackerIssuesParts) {}

  /**
   * An issue of a tracker by its iid, from the store, or from GitLab if it is not open.
   * @param projectPath the path of its project, which is required for the issues of a group or a user.
   */
  async findIssue(tracker: string, iid: number, projectPath?: string): Promise<Issue> {
    const held = () => this.held(tracker, iid, projectPath);
    const known = held();
    if (known) return known;
    const looked = () => this.parts.trackers().find(({ key, scope }) => key === tracker && scope);
    if (!looked()) await this.parts.refresh(tracker);
    const { project, scope } = looked() ?? {};
    const gateway = this.parts.mirror(tracker)?.gateway;
    if (!gateway || !scope || (!project && projectPath === undefined))
      throw new GitLabError('notFound', { detail: 'issue' });
    return held() ?? gateway.findIssue(project ?? (await gateway.findProject(projectPath ?? '')), iid);
  }

  /** A command for an issue of a tracker, by the tracker's account. */
  command(tracker: string, issue: Issue, act: IssueAct): IssueCommand {
    return this.commandIn(tracker, projectNameOf(issue), act, issue.iid);
  }

  /** A command that creates an issue. */
  newIssueCommand(tracker: string, project: ProjectName, draft: IssueDraft): IssueCommand {
    return this.commandIn(tracker, project, { kind: 'create', draft });
  }

  /**
   * Returns the gateway of a tracker's account, and the project of its issues. Rejects if there is no single project.
   * @param issue selects the project if the tracker has several.
   */
  async projectAccess(tracker: string, issue?: Pick<Issue, 'projectId'>): Promise<ProjectAccess> {
    const mirror = this.expectMirror(tracker);
    const project = issue ? await mirror.findProject(issue.projectId) : await mirror.findScope();
    if (!isProject(project)) throw new GitLabError('invalid', { detail: 'severalProjects' });
    return { gateway: mirror.gateway, project };
  }

  /** The account of a tracker with its gateway, and the scope of its issues, to request lists. */
  async scopeAccess(tracker: string): Promise<ScopeAccess> {
    const mirror = this.expectMirror(tracker);
    return { scope: await mirror.findScope(), gateway: mirror.gateway, account: mirror.state.account };
  }

  /**
   * Returns an issue to base a new list of assignees on. GitLab replaces all assignees at once, so where an issue can
   * have several, this loads the current ones.
   */
  async withCurrentAssignees(tracker: string, issue: Issue): Promise<Issue> {
    const { gateway, state } = this.expectMirror(tracker);
    const { account } = state;
    return account && can(account, 'severalAssignees') ? gateway.findIssue(projectNameOf(issue), issue.iid) : issue;
  }

  /**
   * Whether the issues of a project can have several assignees. Community Edition allows only one, and so does
   * Enterprise Edition without a license, but only the response to a change shows that. If true, a change must keep the
   * other assignees.
   */
  allowsSeveralAssignees(tracker: string, { projectId }: Pick<Issue, 'projectId'>): boolean {
    const { gateway, state } = this.expectMirror(tracker);
    const { account } = state;
    return account !== undefined && can(account, 'severalAssignees') && !gateway.allowsOneAssignee(projectId);
  }

  /** Adds a single loaded issue to the store, which fires an event. */
  async absorb(tracker: string, issue: Issue, description?: string): Promise<void> {
    const account = this.parts.mirror(tracker)?.state.account;
    if (account) await applyToMirrors(this.parts.mirrors(), account, { issue, description }, 'account');
  }

  /** The description of an issue from disk, in GitLab's Markdown. Undefined if there is none, or if it is unknown. */
  async description(tracker: string, issueId: number): Promise<string | undefined> {
    return this.parts.mirror(tracker)?.descriptions.get(issueId);
  }

  /** The descriptions of several issues from disk. Those without one, or with an unknown one, are missing. */
  async descriptions(tracker: string, issueIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return (await this.parts.mirror(tracker)?.descriptions.getAll(issueIds)) ?? new Map();
  }

  /**
   * The ids of held issues with all of the words in their description, ignoring case. It reads the disk, which takes a
   * moment for thousands of issues. Sends no request.
   * @param signal cancels the search, which then rejects.
   */
  async findInDescriptions(
    tracker: string,
    words: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlySet<number>> {
    const found = await this.parts.mirror(tracker)?.descriptions.find(words, signal);
    if (signal?.aborted) throw new GitLabError('canceled');
    return new Set([...(found ?? [])].filter((id) => this.parts.store.get(tracker, id) !== undefined));
  }

  private commandIn(tracker: string, { id, path, webUrl }: ProjectName, act: IssueAct, iid?: number): IssueCommand {
    const { key } = this.expectAccount(tracker);
    const createdAt = this.parts.clock.now();
    const project = { id, path, webUrl };
    return { id: crypto.randomUUID(), account: key, project, ...(iid === undefined ? {} : { iid }), act, createdAt };
  }

  /** Without a project path, finds the issue only if its iid is unique in the tracker. */
  private held(tracker: string, iid: number, projectPath: string | undefined): Issue | undefined {
    const found = this.parts.store
      .issues(tracker)
      .filter((issue) => issue.iid === iid)
      .filter((issue) => !projectPath || projectPathOf(issue).toLowerCase() === projectPath.toLowerCase());
    return found.length === 1 ? found[0] : undefined;
  }

  private expectAccount(tracker: string): Account {
    const { account } = this.expectMirror(tracker).state;
    if (!account) throw new GitLabError('invalid', { detail: 'notSignedIn' });
    return account;
  }

  private expectMirror(tracker: string): TrackerMirror {
    const mirror = this.parts.mirror(tracker);
    if (mirror) return mirror;
    const orphan = this.parts.trackers().find(({ key }) => key === tracker);
    throw new GitLabError(
      'invalid',
      orphan ? { host: instanceLabel(orphan.instance), detail: 'notSignedIn' } : { detail: 'notInWindow' },
    );
  }
}
