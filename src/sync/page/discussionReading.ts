import pLimit from 'p-limit';
import type { Discussion } from '../../model/issueDetails.ts';
import { discussionsPerPage, type IssueAddress, type IssueDetailsGateway } from '../../model/issueDetailsGateway.ts';

interface ReadPage {
  readonly discussions: readonly Discussion[];
  readonly etag?: string;
  readonly isLast: boolean;
}

/** More pages aren't useful in an editor. The limit also keeps a faulty server from causing endless requests. */
const mostPages = 50;

/**
 * Reads the discussions of an issue page by page, oldest first. Sends ETags, so GitLab doesn't resend unchanged pages.
 * Reads run one at a time.
 */
export class DiscussionReading {
  private pages: readonly ReadPage[] = [];
  private readonly inTurn = pLimit(1);

  constructor(
    private readonly issue: IssueAddress,
    private readonly gateway: () => Promise<IssueDetailsGateway>,
  ) {}

  get discussions(): readonly Discussion[] {
    return this.pages.flatMap(({ discussions }) => discussions);
  }

  get hasMore(): boolean {
    return this.pages.at(-1)?.isLast === false && this.pages.length < mostPages;
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

  /** Reads all pages. */
  readAll(signal?: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      await this.readAgain(signal);
      while (this.hasMore) await this.readNext(signal);
    });
  }

  private async readAgain(signal?: AbortSignal): Promise<void> {
    const wanted = Math.max(1, this.pages.length);
    const pages: ReadPage[] = [];
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

  private async page(page: number, signal?: AbortSignal): Promise<ReadPage> {
    const before = this.pages[page - 1];
    const answer = await (await this.gateway()).listDiscussions(this.issue, page, before?.etag, signal);
    // An unchanged full page may no longer be the last one, because its ETag doesn't cover later pages.
    if (!answer.discussions && before)
      return { ...before, isLast: answer.isLast ?? before.discussions.length < discussionsPerPage };
    return {
      discussions: answer.discussions ?? [],
      isLast: answer.isLast ?? true,
      ...(answer.etag === undefined ? {} : { etag: answer.etag }),
    };
  }
}
