import type { LimitFunction } from 'p-limit';
import type { Clock } from '../../model/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueGateway } from '../../model/issueGateway.ts';
import { type IssueHome, isProject } from '../../model/issueHome.ts';
import { afterRefusal } from '../../model/issueRights.ts';
import type { Project } from '../../model/project.ts';
import type { PlannedTracker } from '../trackers/trackerPlan.ts';

export interface TrackerHomeOptions {
  /** Asked at each request: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  /** Shared by all trackers of an account. */
  readonly limit: LimitFunction;
  readonly clock: Clock;
  readonly plan: () => Pick<PlannedTracker, 'kind' | 'path' | 'account'>;
  /** Aborted when the tracker goes away: nothing is asked or answered after that. */
  readonly signal: AbortSignal;
  /** Something else is known of it; undefined: it is no longer under its path. */
  readonly onDidChange: (home: IssueHome | undefined) => void;
  /** Something else is known of the projects of its issues. */
  readonly onDidLearn: (projects: ReadonlyMap<number, Project>) => void;
  /** It is another one than that of the issues held, or has none any more: what is held is not its. */
  readonly onDidReplace: () => void;
}

/** A role that was read so short a time ago is not read again because of another refusal. */
const correctionHolds = 30_000;

/**
 * The project, the group or the person of a tracker: looked up once, by its numeric id from then on. Of the projects that
 * the issues of a group or a person lie in, each is looked up once, when the user acts on an issue there: that gives
 * what may be done.
 */
export class TrackerHome {
  /** As far as it is known what lies under its path. */
  private known: IssueHome | undefined;
  private ofIssues: IssueHome | undefined;
  private projects: ReadonlyMap<number, Project> = new Map();
  private readonly asked = new Map<number, Promise<Project>>();
  /** By project. */
  private readonly corrections = new Map<number, { readonly at: number; readonly done: Promise<void> }>();

  constructor(private readonly options: TrackerHomeOptions) {}

  /** What the issues held are of. */
  get held(): IssueHome | undefined {
    return this.ofIssues;
  }

  /** As the cache has it, with its issues. */
  take(home: IssueHome): void {
    this.ofIssues = home;
    this.learn(home);
  }

  /** It no longer exists. A project that was deleted and created again has another ID under the same path. */
  forget(): void {
    this.learn(undefined);
  }

  /** Looked up if it was not yet. */
  async find(): Promise<IssueHome> {
    const { known } = this;
    return known && (!isProject(known) || known.issuesEnabled) ? known : this.lookUp();
  }

  async lookUp(): Promise<IssueHome> {
    const { onDidReplace } = this.options;
    const home = await this.lookedUp();
    const before = this.ofIssues;
    if (before && (before.id !== home.id || hasIssues(before) !== hasIssues(home))) onDidReplace();
    this.take(home);
    return home;
  }

  /** The project of an issue, looked up if it was not yet. */
  async project(id: number): Promise<Project> {
    const home = await this.find();
    if (isProject(home) && home.id === id) return home;
    const known = this.projects.get(id) ?? this.asked.get(id);
    if (known) return known;
    const asked = this.send((gateway, signal) => gateway.findProject(id, signal));
    this.asked.set(id, asked);
    try {
      const project = await asked;
      this.learnProject(project);
      return project;
    } finally {
      this.asked.delete(id);
    }
  }

  /**
   * A refusal tells that the role in a project is not what it was, or not what was thought. Of many at once one has it
   * asked for.
   */
  async refused(projectId: number): Promise<void> {
    const now = this.options.clock.now();
    const before = this.corrections.get(projectId);
    const isHeld = before && Math.abs(now - before.at) <= correctionHolds;
    const correction = isHeld ? before : { at: now, done: this.lookUpRights(projectId) };
    this.corrections.set(projectId, correction);
    await correction.done;
  }

  /** Asks something about it. Rejects with a `GitLabError`. */
  async ask<T>(question: (gateway: IssueGateway, home: IssueHome, signal: AbortSignal) => Promise<T>): Promise<T> {
    const home = await this.find();
    return this.send((gateway, signal) => question(gateway, home, signal));
  }

  private lookedUp(): Promise<IssueHome> {
    const { kind, path, account } = this.options.plan();
    if (kind === 'assigned') return Promise.resolve({ kind, id: account?.user.id ?? 0 });
    return this.send<IssueHome>((gateway, signal) =>
      kind === 'group' ? gateway.findGroup(path, signal) : gateway.findProject(path, signal),
    );
  }

  private async lookUpRights(projectId: number): Promise<void> {
    if (isProject(this.known)) {
      const home = await this.lookUp().catch(() => undefined);
      if (isProject(home)) this.learn(afterRefusal(home));
      return;
    }
    const project = await this.send((gateway, signal) => gateway.findProject(projectId, signal)).catch(() => undefined);
    if (project) this.learnProject(afterRefusal(project));
  }

  private async send<T>(question: (gateway: IssueGateway, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { gateway, limit, signal } = this.options;
    const answer = await limit(() => question(gateway(), signal));
    // Signed out before the response arrived: it must not be shown.
    if (signal.aborted) throw new GitLabError('cancelled');
    return answer;
  }

  private learn(home: IssueHome | undefined): void {
    this.known = home;
    this.options.onDidChange(home);
  }

  private learnProject(project: Project): void {
    this.projects = new Map([...this.projects, [project.id, project]]);
    this.options.onDidLearn(this.projects);
  }
}

/** A project may have its issues turned off. */
function hasIssues(home: IssueHome): boolean {
  return !isProject(home) || home.issuesEnabled;
}
