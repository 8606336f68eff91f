import type { Clock } from '../../model/time/clock.ts';
import { isProject } from '../../model/issueScope.ts';
import type { IssueMilestone, IssueUser } from '../../model/issue.ts';
import type { Identity } from '../../model/ports.ts';
import { offered } from '../../model/projectChoices.ts';
import type { QueryFacts } from '../../model/query/completionsAt.ts';
import { issueMatcher } from '../../model/query/issueMatcher.ts';
import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { whyServerNeeded } from '../../model/query/whyServerNeeded.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { Synchronizer } from '../synchronizer.ts';

/** The values for a query. */
interface NamedValues extends QueryFacts {
  /** The due dates of milestones, by title. If several have the same title, of the first one. */
  readonly milestoneDues: ReadonlyMap<string, string | undefined>;
}

/** The values for a query, with the number of held open issues for each. */
export interface KnownValues extends NamedValues {
  /** By title. */
  readonly labelUses: ReadonlyMap<string, number>;
  readonly milestoneUses: ReadonlyMap<string, number>;
}

/** The kinds of values that are requested from GitLab when they are needed. */
export type ValueKind = 'labels' | 'milestones' | 'people';

/** With many projects, only the first ones are requested. Their names are enough to choose from. */
const mostAsked = 5;

/** The values that a query can use, and the number of issues it finds. */
export class QueryValues {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly store: IssueStore,
    private readonly identity: Identity,
    private readonly clock: Clock,
  ) {}

  /** The values of the held issues: labels and people by frequency, milestones by due date. */
  held(): KnownValues {
    // The store shares sets of labels and people between issues, so each is visited once.
    const sets = new Map<readonly string[], number>();
    const milestones = new Map<IssueMilestone, number>();
    const people = new Map<IssueUser, number>();
    for (const { key } of this.synchronizer.trackers) {
      for (const { labels, milestone, assignees, author } of this.store.issues(key)) {
        count(sets, labels);
        if (milestone) count(milestones, milestone);
        for (const person of assignees) count(people, person);
        if (author) count(people, author);
      }
    }
    const labelUses = new Map<string, number>();
    for (const [labels, uses] of sets) for (const label of labels) count(labelUses, label, uses);
    const milestoneUses = new Map<string, number>();
    for (const [{ title }, uses] of milestones) count(milestoneUses, title, uses);
    const ordered = [...milestones.keys()].sort(nextFirst);
    return {
      labels: byUse(labelUses),
      milestones: [...new Set(ordered.map(({ title }) => title))],
      milestoneDues: duesOf(ordered),
      people: onePerName(byUse(people)),
      labelUses,
      milestoneUses,
    };
  }

  /**
   * Other values on GitLab. Never rejects. A failed request is left out.
   * @param words search people by name. GitLab returns a hundred at most.
   */
  async fromGitLab(kind: ValueKind, words: string, signal: AbortSignal): Promise<NamedValues> {
    const trackers = this.synchronizer.trackers.filter(({ account }) => account).slice(0, mostAsked);
    const found = await Promise.allSettled(
      trackers.map(async ({ key }): Promise<Partial<NamedValues>> => {
        const { gateway, scope } = await this.synchronizer.issues.scopeAccess(key);
        // Assigned issues can be in any project, so the values come from the held issues.
        if (!isProject(scope) && scope.kind === 'assigned') return {};
        if (kind === 'labels') {
          const labels = await gateway.listLabels(scope, signal);
          return { labels: offered(labels).map(({ name }) => name) };
        }
        if (kind === 'people') return gateway.findPeople(scope, words, signal);
        const milestones = [...(await gateway.listMilestones(scope, signal))].sort(nextFirst);
        return { milestones: milestones.map(({ title }) => title), milestoneDues: duesOf(milestones) };
      }),
    );
    const values = found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return {
      labels: values.flatMap(({ labels = [] }) => labels),
      milestones: values.flatMap(({ milestones = [] }) => milestones),
      milestoneDues: new Map(values.toReversed().flatMap(({ milestoneDues }) => [...(milestoneDues ?? [])])),
      people: values.flatMap(({ people = [] }) => people),
    };
  }

  /** The number of held issues that a query finds. Undefined if they are not sufficient. */
  count(query: IssueQuery): { readonly found: number; readonly of: number } | undefined {
    if (whyServerNeeded(query, 'all') !== undefined) return undefined;
    const now = this.clock.now();
    let found = 0;
    let of = 0;
    for (const { key, account } of this.synchronizer.trackers) {
      const issues = this.store.issues(key);
      of += issues.length;
      if (query.terms.length === 0) {
        found += issues.length;
        continue;
      }
      const matches = issueMatcher(query, { now, me: account && this.identity.me(account) });
      for (const issue of issues) if (matches(issue)) found += 1;
    }
    return { found, of };
  }
}

/** Known values come first. */
export function withMore(known: KnownValues, more: NamedValues): KnownValues {
  return {
    ...known,
    labels: [...new Set([...known.labels, ...more.labels])],
    milestones: [...new Set([...known.milestones, ...more.milestones])],
    milestoneDues: new Map([...more.milestoneDues, ...known.milestoneDues]),
    people: onePerName([...known.people, ...more.people]),
  };
}

function count<T>(counts: Map<T, number>, value: T, by = 1): void {
  counts.set(value, (counts.get(value) ?? 0) + by);
}

function byUse<T>(uses: ReadonlyMap<T, number>): readonly T[] {
  return [...uses].sort(([, a], [, b]) => b - a).map(([value]) => value);
}

function onePerName<T extends { readonly username: string }>(people: readonly T[]): readonly T[] {
  return [
    ...new Map([...people].reverse().map((person) => [person.username.toLowerCase(), person])).values(),
  ].reverse();
}

function duesOf(
  milestones: readonly Pick<IssueMilestone, 'title' | 'dueDate'>[],
): ReadonlyMap<string, string | undefined> {
  return new Map(milestones.toReversed().map(({ title, dueDate }) => [title, dueDate]));
}

/** Open milestones before closed ones, and then by due date, with none at the end. */
function nextFirst(a: IssueMilestone, b: IssueMilestone): number {
  if (a.isActive !== b.isActive) return a.isActive ? -1 : 1;
  const [dueA, dueB] = [a.dueDate ?? '9999', b.dueDate ?? '9999'];
  return dueA === dueB ? a.title.localeCompare(b.title) : dueA < dueB ? -1 : 1;
}
