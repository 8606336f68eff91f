import type { Call } from '../http/call.ts';
import type { Params } from '../http/params.ts';
import { toQuery } from '../http/paramTree.ts';
import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { issueTests } from './issueFilter.ts';
import { sortIssues } from './issueOrder.ts';

/**
 * Finds the issues of a list. Caches sorted projects and whole results until the world changes, so that page 90 of
 * 10,000 issues costs no more than page 1.
 */
export class IssueLister {
  private readonly orders = new Map<string, IssueRecord[]>();
  private readonly results = new Map<string, readonly IssueRecord[]>();
  private revision = -1;
  private minute = -1;

  constructor(private readonly world: World) {}

  /** All matching issues in the requested order. `params` has no `order_by` for statistics. */
  list(call: Call, params: Params, projects: readonly ProjectRecord[]): readonly IssueRecord[] {
    this.dropStale();
    const filters = Object.fromEntries(
      Object.entries(params.all).filter(([name]) => !['page', 'per_page', 'cursor', 'private_token'].includes(name)),
    );
    const key = [
      call.user?.id ?? '',
      call.version.text,
      projects.map((one) => one.id).join(','),
      toQuery(filters),
    ].join('\n');
    let found = this.results.get(key);
    if (!found) {
      found = this.find(call, params, projects);
      if (this.results.size > 50) this.results.clear();
      this.results.set(key, found);
    }
    return found;
  }

  private find(call: Call, params: Params, projects: readonly ProjectRecord[]): readonly IssueRecord[] {
    const { access, world, version } = call;
    const readable = projects.filter((project) => access.canSeeIssues(project));
    const sorted = this.sorted(readable, params.text('order_by') ?? 'created_at', params.text('sort') !== 'asc');
    const tests = issueTests({ world, access, enterprise: version.enterprise }, params);
    const state = params.text('state') ?? 'all';
    if (state !== 'all') tests.unshift((issue) => issue.state === state);
    if (!readable.every((project) => access.canSeeConfidential(project)))
      tests.push((issue) => !issue.confidential || access.canSeeIssue(issue, world.project(issue.projectId)));
    return tests.length === 0 ? sorted : sorted.filter((issue) => tests.every((test) => test(issue)));
  }

  private sorted(projects: readonly ProjectRecord[], order: string, descending: boolean): readonly IssueRecord[] {
    const key = `${order} ${String(descending)} ${projects.map((project) => project.id).join(',')}`;
    let sorted = this.orders.get(key);
    if (!sorted) {
      const all = projects.flatMap((project) => this.world.issues(project.id));
      sorted = sortIssues(this.world, all, order, descending);
      this.orders.set(key, sorted);
    }
    return sorted;
  }

  private dropStale(): void {
    // Due-date keywords and milestones depend on the date, so results expire after a minute of the server's clock.
    const minute = Math.floor(this.world.now() / 60_000);
    if (this.revision === this.world.revision && this.minute === minute) return;
    if (this.revision !== this.world.revision) this.orders.clear();
    this.results.clear();
    this.revision = this.world.revision;
    this.minute = minute;
  }
}
