import * as l10n from '@vscode/l10n';
import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { stateOf } from '../../model/query/filteredQuery.ts';
import { parseQuery } from '../../model/query/parseQuery.ts';
import {
  type BuiltInQuery,
  isSaved,
  type QueryEntry,
  queryId,
  readQueryText,
  type SavedQuery,
  type SavedQuerySource,
} from '../../model/query/savedQueries.ts';
import { addDays, localDay } from '../../model/time/calendarDay.ts';
import type { IssueArrangement } from './issueArrangement.ts';

/** The query with all open issues. */
export const openQuery = 'open';

/** A closed issue without an update for longer is not recent. */
const recentDays = 14;

/** A row under which a tracker's issues are shown. */
export interface ViewQuery {
  /** Unique among the queries, and stable. */
  readonly id: string;
  readonly title: string;
  /** The name of one of VS Code's icons. */
  readonly icon: string;
  /** As written. */
  readonly text: string;
  /** Undefined if it can't be read. */
  readonly query: IssueQuery | undefined;
  /** Why it can't be read. */
  readonly wrong?: string;
  /** The name that the user saved it with. Undefined for a built-in one. */
  readonly ownName?: string;
  /** The text for a copy, if it differs because the query changes with the day. */
  readonly lastingText?: string;
  /** Whether the user hid its row. */
  readonly isHidden?: true;
}

/** The queries change at midnight, because some have dates. */
interface QueriesOfDay {
  readonly day: string;
  readonly withHidden: readonly ViewQuery[];
  readonly all: readonly ViewQuery[];
}

/**
 * The queries in the tree: the built-in ones, and the user's own, in the user's order. Without one, the open issues come
 * last, because they are expanded, and rows below them would be out of sight.
 */
export class ViewQueries implements Disposable {
  private readonly changed = new Emitter<void>();
  private known: QueriesOfDay | undefined;
  private readonly subscriptions: readonly Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly setting: SavedQuerySource,
    private readonly arrangement: IssueArrangement,
    private readonly clock: Clock,
  ) {
    const forget = () => {
      this.known = undefined;
      this.changed.fire();
    };
    this.subscriptions = [setting.onDidChange(forget), arrangement.onDidChange(forget)];
  }

  /** Those that are visible, in the order of their rows. If the user hid all, the open issues. */
  get all(): readonly ViewQuery[] {
    return this.current.all;
  }

  /** Also the hidden ones. */
  get withHidden(): readonly ViewQuery[] {
    return this.current.withHidden;
  }

  find(id: string): ViewQuery | undefined {
    return this.withHidden.find((query) => query.id === id);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private get current(): QueriesOfDay {
    const day = localDay(this.clock.now());
    if (this.known?.day === day) return this.known;
    const withHidden = this.setting.entries.map(this.read);
    const visible = withHidden.filter(({ isHidden }) => !isHidden);
    const all = visible.length > 0 ? visible : withHidden.filter(({ id }) => id === openQuery);
    this.known = { day, withHidden, all };
    return this.known;
  }

  private readonly read = (entry: QueryEntry): ViewQuery => {
    const query = isSaved(entry) ? saved(entry) : this.builtIn(entry.builtIn);
    return { ...query, ...(entry.hidden && { isHidden: entry.hidden }) };
  };

  private builtIn(id: BuiltInQuery): ViewQuery {
    switch (id) {
      case 'assigned':
        return ours(id, l10n.t('Assigned to Me'), 'account', 'assignee:@me');
      case 'created':
        return ours(id, l10n.t('Created by Me'), 'edit', 'author:@me');
      case 'closed': {
        // Round to days. The request then stays the same all day, and GitLab can respond without a body if nothing
        // changed.
        const since = addDays(localDay(this.clock.now()), -recentDays);
        return {
          ...ours(id, l10n.t('Recently Closed'), 'pass', `state:closed updated:>=${since} sort:updated`),
          lastingText: `state:closed updated:<${recentDays}d sort:updated`,
        };
      }
      case 'open':
        return ours(id, this.openTitle, 'issues', '');
    }
  }

  /** A filter can include closed issues. Then this row contains all results. */
  private get openTitle(): string {
    switch (stateOf(this.arrangement.query)) {
      case 'closed':
        return l10n.t('Closed');
      case 'all':
        return l10n.t('Open and Closed');
      default:
        return l10n.t('Open');
    }
  }
}

function saved(entry: SavedQuery): ViewQuery {
  const { name, query: text } = entry;
  const read = readQueryText(text);
  const own = { id: queryId(entry), title: name, icon: 'bookmark', text, ownName: name };
  return 'wrong' in read
    ? { ...own, icon: 'warning', query: undefined, wrong: read.wrong }
    : { ...own, query: read.query };
}

function ours(id: string, title: string, icon: string, text: string): ViewQuery {
  return { id, title, icon, text, query: parseQuery(text).query };
}
