import type { LimitFunction } from 'p-limit';
import type { Clock } from '../model/clock.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import { afterRefusal } from '../model/issueRights.ts';
import type { Project } from '../model/project.ts';

export interface TrackerProjectOptions {
  /** Asked at each request: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  /** Shared by all trackers of an account. */
  readonly limit: LimitFunction;
  readonly clock: Clock;
  readonly path: () => string;
  /** Aborted when the tracker goes away: nothing is asked or answered after that. */
  readonly signal: AbortSignal;
  /** Something else is known of it; undefined: it is not under its path any more. */
  readonly onDidChange: (project: Project | undefined) => void;
  /** It is another one than that of the issues held, or has none any more: what is held is not its. */
  readonly onDidReplace: () => void;
}

/** A role that was read so short a time ago is not read again because of another refusal. */
const correctionHolds = 30_000;

/** The project of a tracker: looked up once, by its numeric id from then on, and what the person may do in it. */
export class TrackerProject {
  /** As far as it is known what lies under its path. */
  private known: Project | undefined;
  private ofIssues: Project | undefined;
  private correction: { readonly at: number; readonly done: Promise<void> } | undefined;

  constructor(private readonly options: TrackerProjectOptions) {}

  /** What the issues held are of. */
  get held(): Project | undefined {
    return this.ofIssues;
  }

  /** As the cache has it, with its issues. */
  take(project: Project): void {
    this.ofIssues = project;
    this.learn(project);
  }

  /** It is not there any more. Deleted and made anew, it has another id under its path. */
  forget(): void {
    this.learn(undefined);
  }

  /** Looked up if it was not yet. */
  async find(): Promise<Project> {
    return this.known?.issuesEnabled ? this.known : this.lookUp();
  }

  async lookUp(): Promise<Project> {
    const { gateway, limit, path, signal, onDidReplace } = this.options;
    const project = await limit(() => gateway().findProject(path(), signal));
    if (signal.aborted) throw new GitLabError('cancelled');
    const before = this.ofIssues;
    if (before && (before.id !== project.id || before.issuesEnabled !== project.issuesEnabled)) onDidReplace();
    this.take(project);
    return project;
  }

  /** A refusal tells that the role is not what it was, or not what was thought. Of many at once one has it asked for. */
  async refused(): Promise<void> {
    const now = this.options.clock.now();
    if (!this.correction || Math.abs(now - this.correction.at) > correctionHolds)
      this.correction = { at: now, done: this.lookUpRights() };
    await this.correction.done;
  }

  /** Asks something about it. Rejects with a `GitLabError`. */
  async ask<T>(question: (gateway: IssueGateway, project: Project, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { gateway, limit, signal } = this.options;
    const project = await this.find();
    const answer = await limit(() => question(gateway(), project, signal));
    // Signed out while the answer was on its way: nobody may see it any more.
    if (signal.aborted) throw new GitLabError('cancelled');
    return answer;
  }

  private async lookUpRights(): Promise<void> {
    const project = await this.lookUp().catch(() => undefined);
    if (project) this.learn(afterRefusal(project));
  }

  private learn(project: Project | undefined): void {
    this.known = project;
    this.options.onDidChange(project);
  }
}
