import type { Memory } from '../../host/memory.ts';

const memoryKey = 'recentQueries';
const most = 10;

/** The recent filters in this workspace, newest first. */
export class RecentQueries {
  constructor(private readonly memory: Pick<Memory, 'read' | 'write'>) {}

  get list(): readonly string[] {
    const kept = this.memory.read(memoryKey);
    const all: readonly unknown[] = Array.isArray(kept) ? kept : [];
    return all.flatMap((query) => (typeof query === 'string' && query !== '' ? [query] : [])).slice(0, most);
  }

  add(query: string): void {
    if (query !== '') this.memory.write(memoryKey, [query, ...this.without(query)].slice(0, most));
  }

  remove(query: string): void {
    this.memory.write(memoryKey, this.without(query));
  }

  private without(query: string): readonly string[] {
    return this.list.filter((other) => other !== query);
  }
}
