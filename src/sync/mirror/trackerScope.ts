import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import type { Issue } from '../../model/issue.ts';
import { type IssueScope, isIssueOf, isProject } from '../../model/issueScope.ts';
import { afterRefusal } from '../../model/issueRights.ts';
import type { Project } from '../../model/project.ts';
import type { PlannedTracker } from '../trackers/trackerPlan.ts';

export interface TrackerScopeOptions {
  /** Called for each request, because a renewed token replaces the gateway. */
  readonly gateway: () => IssueGateway;
  readonly clock: Clock;
  readonly plan: () => Pick<PlannedTracker, 'kind' | 'path' | 'account'>;
  /** Aborted when the tracker is removed. After that nothing is requested or returned. */
  readonly signal: AbortSignal;
  /** Its details have changed. Undefined if it no longer exists under its path. */
  readonly onDidChange: (scope: IssueScope | undefined) => void;
  /** The details of its issues' projects have changed. */
  readonly onDidChangeProjects: (projects: ReadonlyMap<number, Project>) => void;
  /** It has been replaced, or no longer has issues. The held issues are not its own. */
  readonly onDidReplace: () => void;
}

/** A role that was loaded this recently is not loaded again after another rejected change. */
const correctionLifetime = 30_000;

/**
 * The project, group, or user of a tracker. It is loaded once by path, and from then on by its numeric id. In a group
 * or for assigned issues, each project is loaded once, when the user changes an issue there. The project contains the
 * user's permissions.
 */
export class TrackerScope {
  /** The details of its path, as far as they are loaded. */
  private known: IssueScope | undefined;
  private ofIssues: IssueScope | undefined;
  private projects: ReadonlyMap<number, Project> = new Map();
  private readonly pendingProjects = new Map<number, Promise<Project>>();
  /** By project. */
  private readonly corrections = new Map<number, { readonly at: number; readonly done: Promise<void> }>();

  constructor(private readonly options: TrackerScopeOptions) {}

  /** The project, group, or user of the held issues. */
  get held(): IssueScope | undefined {
    return this.ofIssues;
  }

  /** Restores it from the cache, with its issues. */
  restore(scope: IssueScope): void {
    this.ofIssues = scope;
    this.setScope(scope);
  }

  /** It no longer exists. A project that was deleted and created again has another ID under the same path. */
  forget(): void {
    this.setScope(undefined);
  }

  /** Loads it if necessary. */
  async find(): Promise<IssueScope> {
    const { known } = this;
    return known && (!isProject(known) || known.issuesEnabled) ? known : this.lookUp();
  }

  async lookUp(): Promise<IssueScope> {
    const { onDidReplace } = this.options;
    const scope = await this.lookedUp();
    const before = this.ofIssues;
    if (before && (before.id !== scope.id || hasIssues(before) !== hasIssues(scope))) onDidReplace();
    this.restore(scope);
    return scope;
  }

  /** Whether a held issue still belongs to it. Another path than before may show that the group was renamed. */
  async includes(issue: Issue): Promise<boolean> {
    const scope = await this.lookUp().catch(() => undefined);
    return !this.options.signal.aborted && (!scope || isIssueOf(scope, issue));
  }

  /** The project of an issue, loaded if necessary. */
  async project(id: number): Promise<Project> {
    const scope = await this.find();
    if (isProject(scope) && scope.id === id) return scope;
    const known = this.projects.get(id) ?? this.pendingProjects.get(id);
    if (known) return known;
    const asked = this.request((gateway, signal) => gateway.findProject(id, signal));
    this.pendingProjects.set(id, asked);
    try {
      const project = await asked;
      this.setProject(project);
      return project;
    } finally {
      this.pendingProjects.delete(id);
    }
  }

  /**
   * Reloads the user's role after a rejected change, because the role has changed or was wrong. Several rejections in a
   * short time cause one reload.
   */
  async refused(projectId: number): Promise<void> {
    const now = this.options.clock.elapsed();
    const before = this.corrections.get(projectId);
    const isHeld = before && now - before.at <= correctionLifetime;
    const correction = isHeld ? before : { at: now, done: this.lookUpRights(projectId) };
    this.corrections.set(projectId, correction);
    await correction.done;
  }

  /** Sends a request about it. Rejects with a `GitLabError`. */
  async ask<T>(question: (gateway: IssueGateway, scope: IssueScope, signal: AbortSignal) => Promise<T>): Promise<T> {
    const scope = await this.find();
    return this.request((gateway, signal) => question(gateway, scope, signal));
  }

  /** Looks it up by its path, and after it was renamed by its ID. */
  private async lookedUp(): Promise<IssueScope> {
    const { kind, path, account } = this.options.plan();
    if (kind === 'assigned') return { kind, id: account?.user.id ?? 0 };
    const found = (pathOrId: string | number) =>
      this.request<IssueScope>((gateway, signal) =>
        kind === 'group' ? gateway.findGroup(pathOrId, signal) : gateway.findProject(pathOrId, signal),
      );
    const id = this.ofIssues?.id;
    return found(path).catch((error: unknown) => {
      if (id === undefined || !GitLabError.is(error, 'notFound')) throw error;
      return found(id);
    });
  }

  private async lookUpRights(projectId: number): Promise<void> {
    if (isProject(this.known)) {
      const scope = await this.lookUp().catch(() => undefined);
      if (isProject(scope)) this.setScope(afterRefusal(scope));
      return;
    }
    const project = await this.request((gateway, signal) => gateway.findProject(projectId, signal)).catch(
      () => undefined,
    );
    if (project) this.setProject(afterRefusal(project));
  }

  private async request<T>(question: (gateway: IssueGateway, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { gateway, signal } = this.options;
    const answer = await question(gateway(), signal);
    // Signed out before the response arrived: it must not be shown.
    if (signal.aborted) throw new GitLabError('canceled');
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

/** A project can have its issues disabled. */
function hasIssues(scope: IssueScope): boolean {
  return !isProject(scope) || scope.issuesEnabled;
}
