import type { LimitFunction } from 'p-limit';
import type { Clock } from '../../model/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueGateway } from '../../model/issueGateway.ts';
import { type IssueScope, isProject } from '../../model/issueScope.ts';
import { afterRefusal } from '../../model/issueRights.ts';
import type { Project } from '../../model/project.ts';
import type { PlannedTracker } from '../trackers/trackerPlan.ts';

export interface TrackerScopeOptions {
  /** Asked at each request: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  /** Shared by all trackers of an account. */
  readonly limit: LimitFunction;
  readonly clock: Clock;
  readonly plan: () => Pick<PlannedTracker, 'kind' | 'path' | 'account'>;
  /** Aborted when the tracker goes away: nothing is asked or answered after that. */
  readonly signal: AbortSignal;
  /** Something else is known of it; undefined: it is no longer under its path. */
  readonly onDidChange: (scope: IssueScope | undefined) => void;
  /** Something else is known of the projects of its issues. */
  readonly onDidChangeProjects: (projects: ReadonlyMap<number, Project>) => void;
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
export class TrackerScope {
  /** As far as it is known what lies under its path. */
  private known: IssueScope | undefined;
  private ofIssues: IssueScope | undefined;
  private projects: ReadonlyMap<number, Project> = new Map();
  private readonly asked = new Map<number, Promise<Project>>();
  /** By project. */
  private readonly corrections = new Map<number, { readonly at: number; readonly done: Promise<void> }>();

  constructor(private readonly options: TrackerScopeOptions) {}

  /** What the issues held are of. */
  get held(): IssueScope | undefined {
    return this.ofIssues;
  }

  /** As the cache has it, with its issues. */
  take(scope: IssueScope): void {
    this.ofIssues = scope;
    this.setScope(scope);
  }

  /** It no longer exists. A project that was deleted and created again has another ID under the same path. */
  forget(): void {
    this.setScope(undefined);
  }

  /** Looked up if it was not yet. */
  async find(): Promise<IssueScope> {
    const { known } = this;
    return known && (!isProject(known) || known.issuesEnabled) ? known : this.lookUp();
  }

  async lookUp(): Promise<IssueScope> {
    const { onDidReplace } = this.options;
    const scope = await this.lookedUp();
    const before = this.ofIssues;
    if (before && (before.id !== scope.id || hasIssues(before) !== hasIssues(scope))) onDidReplace();
    this.take(scope);
    return scope;
  }

  /** The project of an issue, looked up if it was not yet. */
  async project(id: number): Promise<Project> {
    const scope = await this.find();
    if (isProject(scope) && scope.id === id) return scope;
    const known = this.projects.get(id) ?? this.asked.get(id);
    if (known) return known;
    const asked = this.inTurn((gateway, signal) => gateway.findProject(id, signal));
    this.asked.set(id, asked);
    try {
      const project = await asked;
      this.setProject(project);
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
  async ask<T>(question: (gateway: IssueGateway, scope: IssueScope, signal: AbortSignal) => Promise<T>): Promise<T> {
    const scope = await this.find();
    return this.inTurn((gateway, signal) => question(gateway, scope, signal));
  }

  private lookedUp(): Promise<IssueScope> {
    const { kind, path, account } = this.options.plan();
    if (kind === 'assigned') return Promise.resolve({ kind, id: account?.user.id ?? 0 });
    return this.inTurn<IssueScope>((gateway, signal) =>
      kind === 'group' ? gateway.findGroup(path, signal) : gateway.findProject(path, signal),
    );
  }

  private async lookUpRights(projectId: number): Promise<void> {
    if (isProject(this.known)) {
      const scope = await this.lookUp().catch(() => undefined);
      if (isProject(scope)) this.setScope(afterRefusal(scope));
      return;
    }
    const project = await this.inTurn((gateway, signal) => gateway.findProject(projectId, signal)).catch(
      () => undefined,
    );
    if (project) this.setProject(afterRefusal(project));
  }

  private async inTurn<T>(question: (gateway: IssueGateway, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { gateway, limit, signal } = this.options;
    const answer = await limit(() => question(gateway(), signal));
    // Signed out before the response arrived: it must not be shown.
    if (signal.aborted) throw new GitLabError('cancelled');
    return answer;
  }

  private setScope(scope: IssueScope | undefined): void {
    this.known = scope;
    this.options.onDidChange(scope);
  }

  private setProject(project: Project): void {
    this.projects = new Map([...this.projects, [project.id, project]]);
    this.options.onDidChangeProjects(this.projects);
  }
}

/** A project may have its issues turned off. */
function hasIssues(scope: IssueScope): boolean {
  return !isProject(scope) || scope.issuesEnabled;
}
