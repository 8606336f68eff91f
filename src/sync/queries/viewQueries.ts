import * as l10n from '@vscode/l10n';
import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { stateOf } from '../../model/query/filteredQuery.ts';
import { parseQuery } from '../../model/query/parseQuery.ts';
import { readQueryText, type SavedQuerySource } from '../../model/query/savedQueries.ts';
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
}

/**
 * The queries in the tree: the built-in ones, and the user's own. The open issues come last, because they are
 * expanded, and rows below them would be out of sight.
 */
export class ViewQueries implements Disposable {
  private readonly changed = new Emitter<void>();
  private known: { readonly day: string; readonly queries: readonly ViewQuery[] } | undefined;
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

  /** In the order of their rows. */
  get all(): readonly ViewQuery[] {
    const today = localDay(this.clock.now());
    if (this.known?.day !== today)
      this.known = { day: today, queries: [...this.mine(), ...this.own(), ...this.ofAll()] };
    return this.known.queries;
  }

  find(id: string): ViewQuery | undefined {
    return this.all.find((query) => query.id === id);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private mine(): ViewQuery[] {
    return [
      ours('assigned', l10n.t('Assigned to Me'), 'account', 'assignee:@me'),
      ours('created', l10n.t('Created by Me'), 'edit', 'author:@me'),
    ];
  }

  private ofAll(): ViewQuery[] {
    // Round to days. The request then stays the same all day, and GitLab can respond without a body if nothing changed.
    const since = addDays(localDay(this.clock.now()), -recentDays);
    return [
      ours('closed', l10n.t('Recently Closed'), 'pass', `state:closed updated:>=${since} sort:updated`),
      ours(openQuery, this.openTitle, 'issues', ''),
    ];
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

  private own(): ViewQuery[] {
    return this.setting.queries.map(({ name, query: text }) => {
      const read = readQueryText(text);
      const own = { id: `own ${name.toLowerCase()}`, title: name, icon: 'bookmark', text, ownName: name };
      return 'wrong' in read
        ? { ...own, icon: 'warning', query: undefined, wrong: read.wrong }
        : { ...own, query: read.query };
    });
  }
}

function ours(id: string, title: string, icon: string, text: string): ViewQuery {
  return { id, title, icon, text, query: parseQuery(text).query };
}
