import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { isProject } from '../../model/issueScope.ts';
import { offered, type ProjectLabel } from '../../model/projectChoices.ts';
import type { LabelPriority } from '../../model/query/issueOrder.ts';
import type { Synchronizer } from '../synchronizer.ts';

/** Boards and labels change rarely. They are reloaded when they are needed after this time. */
const columnsLifetime = 5 * 60_000;

interface Columns {
  readonly titles: readonly string[];
  readonly priorities: ReadonlyMap<string, number>;
  /** CSS colors. */
  readonly colors: ReadonlyMap<string, string>;
}

interface Answer {
  /** {@link Account.key} */
  readonly account: string | undefined;
  readonly askedAt: number;
  readonly columns: Columns;
  /** Resolves after the request. Never rejects. */
  readonly refreshed: Promise<void>;
}

const nothing: Columns = { titles: [], priorities: new Map(), colors: new Map() };

/**
 * The labels of each tracker in the order of GitLab's columns (board lists first, then by priority, then by name), and
 * their priorities and colors. Requested when the user groups by labels, sorts by priority, or points at an issue with
 * labels. An event fires when they arrive.
 */
export class LabelColumns implements Disposable {
  private readonly known = new Map<string, Answer>();
  private readonly abort = new AbortController();
  private readonly found = new Emitter<{ readonly tracker: string }>();

  /** The labels of a tracker, or their order, have changed. */
  readonly onDidFind = this.found.event;

  constructor(
    private readonly synchronizer: Pick<Synchronizer, 'issues' | 'tracker'>,
    private readonly clock: Clock,
  ) {}

  /** Their titles. Empty if they are not loaded. */
  of(tracker: string): readonly string[] {
    return this.columnsOf(tracker).titles;
  }

  /** The label's priority in the project. Undefined if it is not loaded. A group has none. */
  priorityOf(tracker: string): LabelPriority {
    const { priorities } = this.columnsOf(tracker);
    return (title) => priorities.get(title);
  }

  /** The colors of the labels by name, for a hover. Requests them if they are not loaded. Never rejects. */
  async colorsOf(tracker: string): Promise<ReadonlyMap<string, string>> {
    const { colors } = this.columnsOf(tracker);
    if (colors.size > 0) return colors;
    await this.known.get(tracker)?.refreshed;
    return this.columnsOf(tracker).colors;
  }

  dispose(): void {
    this.abort.abort();
    this.found.dispose();
  }

  private columnsOf(tracker: string): Columns {
    const account = this.synchronizer.tracker(tracker)?.account?.key;
    const known = this.known.get(tracker);
    // Another account may see other labels, or none.
    const { askedAt, columns = nothing } = known?.account === account ? (known ?? {}) : {};
    const now = this.clock.elapsed();
    if (askedAt === undefined || now - askedAt > columnsLifetime) {
      const { promise: refreshed, resolve } = Promise.withResolvers<undefined>();
      this.known.set(tracker, { account, askedAt: now, columns, refreshed });
      void this.refresh(tracker).then(() => {
        resolve(undefined);
      });
    }
    return columns;
  }

  /** Never rejects. A failed request keeps the current labels. */
  private async refresh(tracker: string): Promise<void> {
    const before = this.known.get(tracker);
    const columns = await this.read(tracker).catch(() => before?.columns ?? nothing);
    // A later request has precedence.
    if (this.abort.signal.aborted || this.known.get(tracker) !== before || !before) return;
    this.known.set(tracker, { ...before, columns });
    if (textOf(columns) !== textOf(before.columns)) this.found.fire({ tracker });
  }

  private async read(tracker: string): Promise<Columns> {
    const access = await this.synchronizer.issues.scopeAccess(tracker);
    const { scope } = access;
    const gateway = access.gateway.at('visible');
    // Assigned issues are in many projects, none of which can define the order.
    if (!isProject(scope) && scope.kind === 'assigned') return nothing;
    const { signal } = this.abort;
    const [labels, onBoards] = await Promise.all([
      gateway.listLabels(scope, signal),
      gateway.listBoardLabels(scope, signal).catch(() => []),
    ]);
    const titles = [...offered(labels)].sort(byPriority).map(({ name }) => name);
    const known = new Set(titles);
    return {
      titles: [...new Set([...onBoards.filter((title) => known.has(title)), ...titles])],
      priorities: new Map(
        labels.flatMap(({ name, priority }) => (priority === undefined ? [] : [[name, priority] as const])),
      ),
      colors: new Map(labels.map(({ name, color }) => [name, color])),
    };
  }
}

function textOf({ titles, priorities }: Columns): string {
  return JSON.stringify([titles, [...priorities]]);
}

/** Labels with the same priority stay in GitLab's order, which is by name. */
function byPriority({ priority: a }: ProjectLabel, { priority: b }: ProjectLabel): number {
  return (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER);
}
