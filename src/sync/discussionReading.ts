import type { Discussion } from '../model/issueDetails.ts';
import type { IssueAddress, IssueDetailsGateway } from '../model/issueDetailsGateway.ts';

interface ReadPage {
  readonly discussions: readonly Discussion[];
  readonly etag?: string;
  readonly isLast: boolean;
}

/** More than this nobody reads in an editor, and no server may keep us asking. */
const mostPages = 50;

/** The discussions of an issue, page by page from the oldest. A page that did not change is not sent again. */
export class DiscussionReading {
  private pages: readonly ReadPage[] = [];

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

  /** Reads again what was read, the first page if nothing was. Rejects with a `GitLabError`, with everything as it was. */
  async read(signal: AbortSignal): Promise<void> {
    const wanted = Math.max(1, this.pages.length);
    const pages: ReadPage[] = [];
    for (let page = 1; page <= wanted; page++) {
      pages.push(await this.page(page, signal));
      if (pages.at(-1)?.isLast) break;
    }
    this.pages = pages;
  }

  async more(signal: AbortSignal): Promise<void> {
    if (!this.hasMore) return;
    this.pages = [...this.pages, await this.page(this.pages.length + 1, signal)];
  }

  /** Everything, to find out whether something is there. */
  async readAll(signal: AbortSignal): Promise<void> {
    await this.read(signal);
    while (this.hasMore) await this.more(signal);
  }

  private async page(page: number, signal: AbortSignal): Promise<ReadPage> {
    const before = this.pages[page - 1];
    const answer = await (await this.gateway()).listDiscussions(this.issue, page, before?.etag, signal);
    if (!answer.discussions && before) return before;
    return {
      discussions: answer.discussions ?? [],
      isLast: answer.isLast,
      ...(answer.etag === undefined ? {} : { etag: answer.etag }),
    };
  }
}
