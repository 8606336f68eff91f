import pLimit from 'p-limit';
import type { ChildTask, Discussion, Reaction } from '../../model/issueDetails.ts';
import type { ExtrasCursors, ExtrasPage } from '../../model/issueDetailsGateway.ts';

/** What was read. Children are present only if all were read, because they are counted. */
export interface IssueExtras {
  readonly reactions?: readonly Reaction[];
  readonly noteReactions?: ReadonlyMap<number, readonly Reaction[]>;
  readonly children?: readonly ChildTask[];
}

/** The maximum number of children that GitLab allows. It also ends an endless response. */
const mostPages = 50;

/**
 * Details that only GraphQL returns: reactions, for comments in the loaded part of the thread, and all child
 * tasks. Its pages differ from those of the thread, because GraphQL counts more things as a discussion than REST does. A
 * read that is requested during another one starts after it.
 */
export class ExtrasReading {
  private pages: readonly ExtrasPage[] = [];
  private readonly inTurn = pLimit(1);

  /** @param find requests a page. Undefined means that it is rejected. @param thread the loaded part of the thread. */
  constructor(
    private readonly find: (after: ExtrasCursors, signal: AbortSignal) => Promise<ExtrasPage | undefined>,
    private readonly thread: () => readonly Discussion[],
  ) {}

  /** Empty before anything was loaded, and after a rejected request. */
  get extras(): IssueExtras {
    const last = this.pages.at(-1);
    if (!last) return {};
    const children = new Map(this.pages.flatMap((page) => page.children.map((child) => [child.webUrl, child])));
    return {
      reactions: last.reactions,
      noteReactions: known(this.pages),
      ...(last.next.children === undefined ? { children: [...children.values()] } : {}),
    };
  }

  /** Reloads everything. If it rejects with a `GitLabError`, nothing has changed. */
  read(signal: AbortSignal): Promise<void> {
    return this.inTurn(() => this.readOn([], signal));
  }

  /** Loads what is missing after more of the thread was loaded, unless it was rejected. */
  more(signal: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      if (this.pages.length > 0) await this.readOn(this.pages, signal);
    });
  }

  private async readOn(before: readonly ExtrasPage[], signal: AbortSignal): Promise<void> {
    const pages = [...before];
    while (pages.length < mostPages && this.isMoreWanted(pages)) {
      const page = await this.find(after(pages), signal);
      if (!page) break;
      pages.push(page);
    }
    if (pages.length > 0) this.pages = pages;
  }

  private isMoreWanted(pages: readonly ExtrasPage[]): boolean {
    const last = pages.at(-1);
    if (last?.next.discussions === undefined) return !last || last.next.children !== undefined;
    if (last.next.children !== undefined) return true;
    const all = known(pages);
    const isKnown = ({ notes: [first] }: Discussion) => first === undefined || first.isSystem || all.has(first.id);
    return !this.thread().every(isKnown);
  }
}

function known(pages: readonly ExtrasPage[]): ReadonlyMap<number, readonly Reaction[]> {
  return new Map(pages.flatMap(({ noteReactions }) => [...noteReactions]));
}

/** A complete list requests its last page again, because the document is fixed. */
function after(pages: readonly ExtrasPage[]): ExtrasCursors {
  return pages.reduce<ExtrasCursors>((cursors, { next }) => ({ ...cursors, ...next }), {});
}
