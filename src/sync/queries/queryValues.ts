import type { Clock } from '../../model/clock.ts';
import { isProject } from '../../model/issueScope.ts';
import type { IssueMilestone, IssueUser } from '../../model/issue.ts';
import type { Identity } from '../../model/ports.ts';
import type { QueryFacts } from '../../model/query/completionsAt.ts';
import { issueMatcher } from '../../model/query/issueMatcher.ts';
import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { whyServerNeeded } from '../../model/query/whyServerNeeded.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { Synchroniser } from '../synchroniser.ts';

/** What a query can name, and on how many of the open issues that are held. */
export interface KnownValues extends QueryFacts {
  /** By title. */
  readonly labelUses: ReadonlyMap<string, number>;
  readonly milestoneUses: ReadonlyMap<string, number>;
}

/** What GitLab is asked for once it is needed. */
export type ValueKind = 'labels' | 'milestones' | 'people';

/** With many projects, only the first are asked. Their names are enough to choose from. */
const mostAsked = 5;

/** The values that a query can use, and how many issues it finds. */
export class QueryValues {
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly store: IssueStore,
    private readonly identity: Identity,
    private readonly clock: Clock,
  ) {}

  /** What the issues held bear: labels and people by how often, milestones by what is due next. */
  held(): KnownValues {
    // The store shares sets of labels and people between issues: each is looked at once.
    const sets = new Map<readonly string[], number>();
    const milestones = new Map<IssueMilestone, number>();
    const people = new Map<IssueUser, number>();
    for (const { key } of this.synchroniser.trackers) {
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
    return {
      labels: byUse(labelUses),
      milestones: [...new Set([...milestones.keys()].sort(nextFirst).map(({ title }) => title))],
      people: onePerName(byUse(people)),
      labelUses,
      milestoneUses,
    };
  }

  /**
   * What GitLab knows besides. Never rejects: what cannot be asked is left out.
   * @param words of people, found by name; GitLab returns a hundred at most.
   */
  async fromGitLab(kind: ValueKind, words: string, signal: AbortSignal): Promise<QueryFacts> {
    const trackers = this.synchroniser.trackers.filter(({ account }) => account).slice(0, mostAsked);
    const found = await Promise.allSettled(
      trackers.map(async ({ key }): Promise<Partial<QueryFacts>> => {
        const { gateway, scope } = await this.synchroniser.issues.scopeAccess(key);
        // Assigned issues can be in any project, so the values come from the issues that are held.
        if (!isProject(scope) && scope.kind === 'assigned') return {};
        if (kind === 'labels') return { labels: (await gateway.listLabels(scope, signal)).map(({ name }) => name) };
        if (kind === 'people') return gateway.findPeople(scope, words, signal);
        const milestones = await gateway.listMilestones(scope, signal);
        return { milestones: [...milestones].sort(nextFirst).map(({ title }) => title) };
      }),
    );
    const values = found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return {
      labels: values.flatMap(({ labels = [] }) => labels),
      milestones: values.flatMap(({ milestones = [] }) => milestones),
      people: values.flatMap(({ people = [] }) => people),
    };
  }

  /** How many of the issues held a query finds; undefined where they do not suffice to tell. */
  count(query: IssueQuery): { readonly found: number; readonly of: number } | undefined {
    if (whyServerNeeded(query, true) !== undefined) return undefined;
    const now = this.clock.now();
    let found = 0;
    let of = 0;
    for (const { key, account } of this.synchroniser.trackers) {
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

/** What was known first comes first. */
export function withMore(known: KnownValues, more: QueryFacts): KnownValues {
  return {
    ...known,
    labels: [...new Set([...known.labels, ...more.labels])],
    milestones: [...new Set([...known.milestones, ...more.milestones])],
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

/** Open ones before closed ones, and what is due sooner before what is due later or never. */
function nextFirst(a: IssueMilestone, b: IssueMilestone): number {
  if (a.isActive !== b.isActive) return a.isActive ? -1 : 1;
  const [dueA, dueB] = [a.dueDate ?? '9999', b.dueDate ?? '9999'];
  return dueA === dueB ? a.title.localeCompare(b.title) : dueA < dueB ? -1 : 1;
}
