import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueActions } from '../model/issueActions.ts';
import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import type { Project } from '../model/project.ts';
import type { IssueStore } from './issueStore.ts';
import type { TrackerMirror } from './trackerMirror.ts';
import type { TrackerState } from './trackerState.ts';

/** What it asks of the synchroniser, trackers by their keys. */
export interface TrackerIssuesParts {
  readonly store: IssueStore;
  readonly trackers: () => readonly TrackerState[];
  /** Undefined: there is no such tracker, or no account for it. */
  readonly mirror: (tracker: string) => TrackerMirror | undefined;
  readonly refresh: (tracker: string) => Promise<void>;
}

/** Questions about single issues of a tracker, and changes of them. Every method rejects with a `GitLabError` only. */
export class TrackerIssues {
  constructor(private readonly parts: TrackerIssuesParts) {}

  /** An issue of a tracker by its iid: as it is held, or for one that is not open as GitLab says. */
  async findIssue(tracker: string, iid: number): Promise<Issue> {
    const held = () => this.parts.store.issues(tracker).find((issue) => issue.iid === iid);
    const known = held();
    if (known) return known;
    const looked = () => this.parts.trackers().find(({ key, project }) => key === tracker && project);
    if (!looked()) await this.parts.refresh(tracker);
    const { project } = looked() ?? {};
    const gateway = this.parts.mirror(tracker)?.gateway;
    if (!gateway || !project) throw new GitLabError('notFound', { detail: 'issue' });
    return held() ?? gateway.findIssue(project, iid);
  }

  /** The store tells of it as of everything that changes. */
  async change(tracker: string, issue: Issue, change: IssueChange): Promise<Issue> {
    let changed = issue;
    const send = async (gateway: IssueGateway) => (changed = await gateway.updateIssue(issue, change));
    await this.expectMirror(tracker).write(send, issue);
    return changed;
  }

  /**
   * Does something to an issue that is no change of its fields.
   * @param leavesTrace whether the issue is another after it: then it is read again, because the answer does not hold it.
   * @returns whether it made a difference; only what says so made none.
   */
  async act(
    tracker: string,
    issue: Issue,
    work: (actions: IssueActions) => Promise<unknown>,
    leavesTrace = true,
  ): Promise<boolean> {
    let result: unknown;
    const act = async (gateway: IssueGateway, project: Project) => {
      result = await work(gateway.actions);
      // It is done: what fails now is no failure of it, and the next look brings the rest.
      if (leavesTrace) return gateway.findIssue({ ...project, id: issue.projectId }, issue.iid).catch(() => undefined);
      return undefined;
    };
    await this.expectMirror(tracker).write(act, issue);
    return result !== false;
  }

  async create(tracker: string, draft: IssueDraft): Promise<Issue> {
    let created: Issue | undefined;
    await this.expectMirror(tracker).write(
      async (gateway, project) => (created = await gateway.createIssue(project, draft)),
    );
    if (!created) throw new GitLabError('cancelled');
    return created;
  }

  /** @returns the issue in its new project. */
  async move(tracker: string, issue: Issue, to: Project): Promise<Issue> {
    let moved: Issue | undefined;
    const mirror = this.expectMirror(tracker);
    await mirror.write(async (gateway) => (moved = await gateway.moveIssue(issue, to)), issue, true);
    if (!moved) throw new GitLabError('cancelled');
    await this.takeIn(moved, mirror.state.account?.key);
    return moved;
  }

  async delete(tracker: string, issue: Issue): Promise<void> {
    await this.expectMirror(tracker).write((gateway) => gateway.deleteIssue(issue).then(() => undefined), issue, true);
  }

  /** What a tracker's account asks GitLab through, and the project; rejects where there is none. */
  async gatewayOf(tracker: string): Promise<{ gateway: IssueGateway; project: Project }> {
    const mirror = this.expectMirror(tracker);
    const project = await mirror.findProject();
    return { gateway: mirror.gateway, project };
  }

  /** What an issue is described with, Markdown as GitLab has it, from disk; undefined: nothing, or it is not known. */
  async description(tracker: string, issueId: number): Promise<string | undefined> {
    return this.parts.mirror(tracker)?.descriptions.get(issueId);
  }

  /**
   * The held issues whose description has all of the words, whatever their case: their ids. Read from disk, which takes
   * a moment where there are thousands; asks nobody.
   * @param signal ends it; then it rejects with `cancelled`.
   */
  async findInDescriptions(
    tracker: string,
    words: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlySet<number>> {
    const found = await this.parts.mirror(tracker)?.descriptions.find(words, signal);
    if (signal?.aborted) throw new GitLabError('cancelled');
    return new Set([...(found ?? [])].filter((id) => this.parts.store.get(tracker, id) !== undefined));
  }

  /** An issue that came to a project whose issues are held, too. */
  private async takeIn(issue: Issue, accountKey: string | undefined): Promise<void> {
    const isHome = ({ project, account }: TrackerState) =>
      project?.id === issue.projectId && account?.key === accountKey;
    const home = this.parts.trackers().find(isHome);
    if (home)
      await this.expectMirror(home.key)
        .write(() => Promise.resolve(issue))
        .catch(() => undefined);
  }

  private expectMirror(tracker: string): TrackerMirror {
    const mirror = this.parts.mirror(tracker);
    if (!mirror) throw new GitLabError('invalid', { detail: 'notSignedIn' });
    return mirror;
  }
}
