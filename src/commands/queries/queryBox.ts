import { commands as vscodeCommands, l10n, type QuickInputButton, type QuickPick, ThemeIcon, window } from 'vscode';
import { setContextKey } from '../../host/contextKeys.ts';
import { type CommandId, commands, contextKeys } from '../../manifest.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import type { QueryCompletion } from '../../model/query/completionsAt.ts';
import { formatQuery } from '../../model/query/formatQuery.ts';
import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { parseQuery } from '../../model/query/parseQuery.ts';
import { completed, queryInput, type QueryInput } from '../../model/query/queryInput.ts';
import type { QueryKey } from '../../model/query/queryWords.ts';
import { type KnownValues, type QueryValues, type ValueKind, withMore } from '../../sync/queries/queryValues.ts';
import { keepOwnOrder } from '../../host/ownOrder.ts';
import { whenDrawn } from '../../host/whenDrawn.ts';
import { type QueryRow, queryRows, quotedWords } from './queryRows.ts';
import type { RecentQueries } from './recentQueries.ts';

/** The content of the query box. */
export interface QueryQuestion {
  readonly title: string;
  readonly value: string;
  /** What Enter does with a finished query, worded like a button, such as "Apply filter". */
  readonly accept: string;
  /** What Enter does with an empty query. */
  readonly acceptEmpty: string;
  /** Why a valid query can't be used here, as a sentence. Undefined if it can. */
  readonly refusal?: (query: IssueQuery) => string | undefined;
  /** Filter names that don't apply here. The box doesn't offer them. */
  readonly without?: readonly QueryKey[];
  /** Offered while the box is empty. */
  readonly own?: readonly { readonly name: string; readonly query: string }[];
}

/** The delay after the last key before the box searches GitLab for people who aren't loaded. */
const pauseOfTyping = 400;
const fewestCharacters = 2;

/**
 * The box for typing a query. Its rows complete the text. The first one shows the action of Enter and the number of
 * issues, or the problem. Enter accepts the active row, and Tab accepts a completion.
 */
export class QueryBox {
  private open: OpenBox | undefined;

  constructor(
    private readonly values: QueryValues,
    private readonly recent: RecentQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves with a valid query that can be used here, and adds it to the recent ones. Undefined when the user
   * canceled. The recent ones then have the typed text.
   */
  async ask(question: QueryQuestion): Promise<IssueQuery | undefined> {
    const box = new OpenBox(question, this.values, this.recent, this.clock);
    this.open = box;
    setContextKey(contextKeys.queryBox, true);
    try {
      const query = await box.answer;
      if (query) this.recent.add(formatQuery({ terms: query.terms }));
      else if (box.text !== question.value) this.recent.add(box.text);
      return query;
    } finally {
      // Another box may have replaced it.
      if (this.open === box) {
        this.open = undefined;
        setContextKey(contextKeys.queryBox, false);
      }
      box.dispose();
    }
  }

  /** Accepts the active completion, or the first one. */
  complete(): void {
    this.open?.complete();
  }
}

class OpenBox implements Disposable {
  readonly answer: Promise<IssueQuery | undefined>;
  private readonly pick: QuickPick<QueryRow>;
  private readonly closed = new AbortController();
  private readonly edit: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: l10n.t('Edit') };
  private readonly remove: QuickInputButton = {
    iconPath: new ThemeIcon('close'),
    tooltip: l10n.t('Remove from History'),
  };
  /** The box stays open while the user reads. */
  private readonly guides: readonly (QuickInputButton & { readonly command: CommandId })[] = [
    { iconPath: new ThemeIcon('question'), tooltip: l10n.t('Open Query Help'), command: commands.showQueryHelp },
    { iconPath: new ThemeIcon('book'), tooltip: l10n.t('Open Walkthrough'), command: commands.openWalkthrough },
    { iconPath: new ThemeIcon('settings-gear'), tooltip: l10n.t('Open Settings'), command: commands.openSettings },
  ];
  private known: KnownValues;
  private readonly asked = new Set<string>();
  private loading = 0;
  private timer: Disposable | undefined;
  private shown: string | undefined;
  /** The row for Enter until VS Code has drawn the rows for the text, and reports which one the user goes to. */
  private meant: QueryRow | undefined;
  private settle: (query: IssueQuery | undefined) => void = () => undefined;

  constructor(
    private readonly question: QueryQuestion,
    private readonly values: QueryValues,
    private readonly recent: RecentQueries,
    private readonly clock: Clock,
  ) {
    this.known = values.held();
    const pick = window.createQuickPick<QueryRow>();
    this.pick = pick;
    keepOwnOrder(pick);
    pick.title = question.title;
    pick.placeholder = l10n.t('Type text or filters, such as assignee:@me label:bug due:week');
    pick.ignoreFocusOut = true;
    pick.value = question.value;
    this.answer = new Promise((resolve) => (this.settle = resolve));
    pick.onDidChangeValue((text) => {
      // VS Code also reports text that was set by code.
      if (text !== this.shown) this.show();
    });
    pick.onDidAccept(() => {
      const row = this.active;
      if (row) this.choose(row);
    });
    pick.buttons = this.guides;
    pick.onDidTriggerButton((button) => {
      const guide = this.guides.find((each) => each === button);
      if (guide) void vscodeCommands.executeCommand(guide.command);
    });
    pick.onDidTriggerItemButton(({ item: { does }, button }) => {
      if (does.kind !== 'use') return;
      if (button === this.edit) this.put(does.query);
      else this.forget(does.query);
    });
    pick.onDidHide(() => {
      this.settle(undefined);
    });
    this.show();
    pick.show();
  }

  /** The typed text. */
  get text(): string {
    return this.pick.value.trim();
  }

  complete(): void {
    const marked = this.active;
    const rows = marked ? [marked, ...this.pick.items] : this.pick.items;
    for (const { does } of rows) {
      if (does.kind === 'use' && does === marked?.does) {
        this.put(does.query);
        return;
      }
      if (does.kind === 'complete') {
        this.take(does.completion);
        return;
      }
      if (does.kind === 'fix') {
        this.put(does.text);
        return;
      }
    }
  }

  dispose(): void {
    this.closed.abort();
    this.timer?.dispose();
    this.pick.dispose();
  }

  private get active(): QueryRow | undefined {
    return this.meant ?? this.pick.activeItems[0];
  }

  private choose({ does }: QueryRow): void {
    if (does.kind === 'complete') this.take(does.completion);
    else if (does.kind === 'fix') this.put(does.text);
    else if (does.kind === 'use') this.accept(does.query);
    else if (does.kind === 'accept') this.accept(this.pick.value);
  }

  private accept(text: string): void {
    const { query, problems } = parseQuery(text);
    if (problems.length === 0 && this.question.refusal?.(query) === undefined) {
      this.settle(query);
      this.pick.hide();
    } else if (text !== this.pick.value) this.put(text);
  }

  private take(completion: QueryCompletion): void {
    this.put(completed(this.pick.value, completion));
  }

  private put(text: string): void {
    this.pick.value = text;
    this.show();
  }

  private forget(query: string): void {
    this.recent.remove(query);
    this.show();
  }

  /** @param stays whether to keep the active row, because the user did nothing. */
  private show(stays = false): void {
    const text = this.pick.value;
    const { question } = this;
    const input = this.usable(queryInput(text, this.known), text);
    const isFinished = input.problems.length === 0;
    const { rows, active } = queryRows({
      text,
      input,
      known: this.known,
      accept: text.trim() === '' ? question.acceptEmpty : question.accept,
      refusal: isFinished ? question.refusal?.(input.query) : undefined,
      count: isFinished ? this.values.count(input.query) : undefined,
      recent: this.recent.list,
      own: (question.own ?? []).filter(({ query }) => parseQuery(query).problems.length === 0),
      buttons: { edit: this.edit, remove: this.remove },
    });
    const marked = stays ? this.active?.label : undefined;
    this.shown = text;
    this.pick.title = titleOf(question.title, text, input);
    this.pick.items = rows;
    const meant = rows.find(({ label }) => label === marked) ?? active;
    this.pick.activeItems = [meant];
    this.meant = meant;
    void whenDrawn(this.clock).then(() => {
      if (this.meant === meant) this.meant = undefined;
    });
    this.load(input);
  }

  /** Removes completions that can't be used here. */
  private usable(input: QueryInput, text: string): QueryInput {
    const { without = [], refusal } = this.question;
    const completions = input.completions.filter((completion) => {
      if (input.key === undefined) return !without.some((key) => completion.text.endsWith(`${key}:`));
      return refusal?.(parseQuery(completed(text, completion)).query) === undefined;
    });
    return { ...input, completions };
  }

  /** Requests values for the typed filter from GitLab: once for each kind, and again for people who aren't loaded. */
  private load({ key, typed, completions }: QueryInput): void {
    this.timer?.dispose();
    const kind = kindOf(key);
    if (kind === undefined) return;
    void this.loadValues(kind, '');
    if (kind !== 'people' || completions.length > 0 || typed.length < fewestCharacters) return;
    this.timer = this.clock.after(pauseOfTyping, () => void this.loadValues(kind, typed));
  }

  private async loadValues(kind: ValueKind, words: string): Promise<void> {
    const question = `${kind} ${words}`;
    if (this.asked.has(question)) return;
    this.asked.add(question);
    this.loading += 1;
    this.pick.busy = true;
    const found = await this.values.fromGitLab(kind, words, this.closed.signal);
    if (this.closed.signal.aborted) return;
    this.loading -= 1;
    this.pick.busy = this.loading > 0;
    this.known = withMore(this.known, found);
    this.show(true);
  }
}

function titleOf(title: string, text: string, { problems: [problem], enter }: QueryInput): string {
  if (!problem || enter === 'complete') return title;
  return l10n.t("{0}: {1} isn't valid", title, quotedWords(text.slice(problem.from, problem.to)));
}

function kindOf(key: QueryKey | undefined): ValueKind | undefined {
  if (key === 'label' || key === 'group') return 'labels';
  if (key === 'milestone') return 'milestones';
  return key === 'assignee' || key === 'author' ? 'people' : undefined;
}
