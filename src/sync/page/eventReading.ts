import type { EventKind, IssueEvent } from '../../model/issueEvent.ts';
import { eventsPerPage, type IssueAddress, type IssueDetailsGateway } from '../../model/gateway/issueDetailsGateway.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueDetails } from '../../model/issueDetails.ts';
import type { Log } from '../../model/ports.ts';
import { PagedReading } from './pagedReading.ts';

export interface EventReadingParts {
  readonly gateway: () => Promise<Pick<IssueDetailsGateway, 'listEvents'>>;
  /** The kinds that the server has. */
  readonly kinds: () => readonly EventKind[];
  readonly log: Log;
}

interface EventList {
  readonly reading: PagedReading<IssueEvent>;
  /** Whether a request failed, or an event was invalid. */
  isIncomplete: boolean;
}

/**
 * Reads the changes of an issue that have no system notes, each kind on its own. If one kind fails, its loaded events
 * stay and the others are read. Loads as many pages as the loaded part of the thread spans.
 */
export class EventReading {
  private readonly lists = new Map<EventKind, EventList>();

  constructor(
    private readonly address: IssueAddress,
    private readonly parts: EventReadingParts,
  ) {}

  /** The loaded events of all kinds, oldest first, and the kinds that lack some. */
  get details(): Pick<IssueDetails, 'events' | 'missingEvents'> {
    const lists = [...this.lists];
    const events = lists.flatMap(([, { reading }]) => reading.items).sort((a, b) => a.createdAt - b.createdAt);
    const missing = lists.filter(([, { reading, isIncomplete }]) => isIncomplete || reading.isCut);
    return { events, missingEvents: missing.map(([kind]) => kind) };
  }

  /**
   * Reads all kinds again.
   * @param until the time up to which events are wanted, in milliseconds since 1970. May be infinite.
   */
  async read(until: number, signal: AbortSignal): Promise<void> {
    await Promise.all(this.parts.kinds().map((kind) => this.readKind(kind, until, signal, true)));
  }

  /** Reads the events that are missing after the thread has loaded more pages. */
  async more(until: number, signal: AbortSignal): Promise<void> {
    await Promise.all([...this.lists.keys()].map((kind) => this.readKind(kind, until, signal, false)));
  }

  private async readKind(kind: EventKind, until: number, signal: AbortSignal, isAgain: boolean): Promise<void> {
    const list = this.lists.get(kind) ?? { reading: this.readingOf(kind), isIncomplete: false };
    this.lists.set(kind, list);
    const { reading } = list;
    try {
      if (isAgain) {
        list.isIncomplete = false;
        await reading.read(signal);
      }
      await reading.moreWhile(() => (reading.items.at(-1)?.createdAt ?? 0) <= until, signal);
    } catch (thrown) {
      list.isIncomplete = true;
      GitLabError.from(thrown, {}, this.parts.log);
    }
  }

  private readingOf(kind: EventKind): PagedReading<IssueEvent> {
    return new PagedReading(async (page, etag, signal) => {
      const gateway = await this.parts.gateway();
      const found = await gateway.listEvents(kind, this.address, page, etag, signal);
      const { events, rejected, isLast } = found;
      if (rejected > 0) this.refuse(kind, rejected);
      // A page with invalid events is requested in full again, so that they are counted again.
      const seal = rejected > 0 || found.etag === undefined ? {} : { etag: found.etag };
      return { isLast, ...seal, ...(events ? { items: events } : {}) };
    }, eventsPerPage);
  }

  private refuse(kind: EventKind, count: number): void {
    const list = this.lists.get(kind);
    if (list) list.isIncomplete = true;
    this.parts.log.warn(`Left out ${count} invalid ${kind} events of an issue.`);
  }
}
