import type { IssueUser } from '../../model/issue.ts';
import type { KeptValues } from '../../model/ports.ts';

const memoryKey = 'recentPeople';
const mostOfInstance = 5;
const most = 20;

type Recent = IssueUser & { readonly instance: string };

/** The people that the user recently assigned issues to in this workspace, newest first. */
export class RecentPeople {
  constructor(private readonly memory: KeptValues) {}

  on(instance: string): readonly IssueUser[] {
    return this.list
      .filter((recent) => recent.instance === instance)
      .slice(0, mostOfInstance)
      .map(({ id, username, name }) => ({ id, username, name }));
  }

  add(instance: string, people: readonly IssueUser[]): void {
    if (people.length === 0) return;
    const added = people.map(({ id, username, name }): Recent => ({ instance, id, username, name }));
    const others = this.list.filter(
      (recent) => recent.instance !== instance || !people.some(({ id }) => id === recent.id),
    );
    this.memory.write(memoryKey, [...added, ...others].slice(0, most));
  }

  private get list(): readonly Recent[] {
    const kept = this.memory.read(memoryKey);
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  }
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false;
  const { instance, id, username, name } = value as Record<string, unknown>;
  return typeof id === 'number' && [instance, username, name].every((text) => typeof text === 'string');
}
