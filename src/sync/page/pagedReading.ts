import pLimit from 'p-limit';

/** One page of a list, as the gateway returns it. */
export interface FoundPage<Item> {
  /** Absent if the page hasn't changed since the ETag in the request. */
  readonly items?: readonly Item[];
  /** Undefined if an unchanged page doesn't show it. */
  readonly isLast: boolean | undefined;
  readonly etag?: string;
}

interface ReadPage<Item> {
  readonly items: readonly Item[];
  readonly etag?: string;
  readonly isLast: boolean;
}

/** More pages aren't useful in an editor. The limit also keeps a faulty server from causing endless requests. */
const mostPages = 50;

/**
 * Reads a list page by page, oldest first. Sends ETags, so GitLab doesn't resend unchanged pages. Reads run one at a
 * time.
 */
export class PagedReading<Item> {
  private pages: readonly ReadPage<Item>[] = [];
  private readonly inTurn = pLimit(1);

  /**
   * @param find requests a page, 1-based.
   * @param fullPage the number of items on a full page.
   */
  constructor(
    private readonly find: (page: number, etag: string | undefined, signal?: AbortSignal) => Promise<FoundPage<Item>>,
    private readonly fullPage: number,
  ) {}

  get items(): readonly Item[] {
    return this.pages.flatMap(({ items }) => items);
  }

  get hasMore(): boolean {
    return this.hasLaterPages && !this.isFull;
  }

  /** Whether there are more pages than are ever read. */
  get isCut(): boolean {
    return this.hasLaterPages && this.isFull;
  }

  private get hasLaterPages(): boolean {
    return this.pages.at(-1)?.isLast === false;
  }

  private get isFull(): boolean {
    return this.pages.length >= mostPages;
  }

  /**
   * Reads the loaded pages again, or the first page if none is loaded. If it rejects with a `GitLabError`, the loaded
   * pages stay unchanged.
   */
  read(signal?: AbortSignal): Promise<void> {
    return this.inTurn(() => this.readAgain(signal));
  }

  /** Reads the next page. */
  more(signal?: AbortSignal): Promise<void> {
    return this.inTurn(() => this.readNext(signal));
  }

  /** Reads pages while there are more and the condition holds. */
  moreWhile(isWanted: () => boolean, signal?: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      while (this.hasMore && isWanted()) await this.readNext(signal);
    });
  }

  /** Reads all pages. */
  async readAll(signal?: AbortSignal): Promise<void> {
    await this.read(signal);
    await this.moreWhile(() => true, signal);
  }

  private async readAgain(signal?: AbortSignal): Promise<void> {
    const wanted = Math.max(1, this.pages.length);
    const pages: ReadPage<Item>[] = [];
    for (let page = 1; page <= wanted; page++) {
      pages.push(await this.page(page, signal));
      if (pages.at(-1)?.isLast) break;
    }
    this.pages = pages;
  }

  private async readNext(signal?: AbortSignal): Promise<void> {
    if (!this.hasMore) return;
    this.pages = [...this.pages, await this.page(this.pages.length + 1, signal)];
  }

  private async page(page: number, signal?: AbortSignal): Promise<ReadPage<Item>> {
    const before = this.pages[page - 1];
    const { items, isLast, etag } = await this.find(page, before?.etag, signal);
    // An unchanged full page may no longer be the last one, because its ETag doesn't cover later pages.
    if (!items && before) return { ...before, isLast: isLast ?? before.items.length < this.fullPage };
    return { items: items ?? [], isLast: isLast ?? true, ...(etag === undefined ? {} : { etag }) };
  }
}
