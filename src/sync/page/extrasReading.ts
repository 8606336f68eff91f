import pLimit from 'p-limit';
import type { ChildTask, Discussion, Reaction } from '../../model/issueDetails.ts';
import type { ExtrasCursors, ExtrasPage } from '../../model/gateway/issueDetailsGateway.ts';

/** The loaded details. The children are absent until all of them are loaded, because the page shows their number. */
export interface IssueExtras {
  readonly reactions?: readonly Reaction[];
  readonly noteReactions?: ReadonlyMap<number, readonly Reaction[]>;
  readonly children?: readonly ChildTask[];
}

/** Enough pages for the most children that GitLab allows. The limit also stops a server that keeps returning pages. */
const mostPages = 50;

/**
 * Reads the details that only GraphQL returns: the reactions to the loaded comments, and all child tasks. Its pages
 * don't match those of the thread, because GraphQL counts more items as discussions than REST does. Reads run one at a
 * time.
 */
export class ExtrasReading {
  private pages: readonly ExtrasPage[] = [];
  private readonly inTurn = pLimit(1);

  /**
   * @param find requests a page. It returns undefined if the server rejected the request.
   * @param thread returns the loaded part of the thread.
   */
  constructor(
    private readonly find: (after: ExtrasCursors, signal: AbortSignal) => Promise<ExtrasPage | undefined>,
    private readonly thread: () => readonly Discussion[],
  ) {}

  /** The loaded details. Empty before the first load, or if the server rejected the request. */
  get extras(): IssueExtras {
    const [first] = this.pages;
    const last = this.pages.at(-1);
    if (!first || !last) return {};
    const children = new Map(this.pages.flatMap((page) => page.children.map((child) => [child.webUrl, child])));
    return {
      ...(first.reactions ? { reactions: first.reactions } : {}),
      ...(last.noteReactions ? { noteReactions: known(this.pages) } : {}),
      ...(last.next.children === undefined ? { children: [...children.values()] } : {}),
    };
  }

  /** Reloads all details. If it rejects with a `GitLabError`, the loaded details stay unchanged. */
  read(signal: AbortSignal): Promise<void> {
    return this.inTurn(() => this.readOn([], signal));
  }

  /** Loads the missing details after the thread has loaded more pages. Does nothing if the first load failed. */
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
  return new Map(pages.flatMap(({ noteReactions }) => [...(noteReactions ?? [])]));
}

/**
 * Merges the cursors of all pages. A complete list keeps its last cursor and requests its last page again, because the
 * GraphQL document is fixed.
 */
function after(pages: readonly ExtrasPage[]): ExtrasCursors {
  return pages.reduce<ExtrasCursors>((cursors, { next }) => ({ ...cursors, ...next }), {});
}
