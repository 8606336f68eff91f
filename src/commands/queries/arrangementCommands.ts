import * as v from 'valibot';
import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { QuerySetting } from '../../host/querySetting.ts';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import {
  type IssueGrouping,
  type IssueQuery,
  type IssueSort,
  groupingNames,
  sortNames,
} from '../../model/query/issueQuery.ts';
import { formatSort } from '../../model/query/formatQuery.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { parseQuery } from '../../model/query/parseQuery.ts';
import { labelScope } from '../../model/projectChoices.ts';
import type { IssueStore } from '../../sync/store/issueStore.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { IssueArrangement } from '../../sync/queries/issueArrangement.ts';
import { readAnswers } from '../answers.ts';
import type { QueryBox } from './queryBox.ts';
import type { Answers, CommandRunner } from '../run.ts';
import { unanswerable, wrongQuery } from './wrongQuery.ts';

const filterAnswers = v.strictObject({ query: v.optional(v.string()) });
const groupAnswers = v.strictObject({ groupBy: v.optional(v.string()) });
const sortAnswers = v.strictObject({ sortBy: v.optional(v.string()) });

/** The commands that filter, group, and sort the tree. */
export class ArrangementCommands {
  constructor(
    private readonly arrangement: IssueArrangement,
    private readonly synchronizer: Synchronizer,
    private readonly store: IssueStore,
    private readonly queryBox: QueryBox,
    private readonly queries: Pick<QuerySetting, 'queries'>,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.filter, ({ answers }) => this.filter(answers));
    run.register(commands.clearFilter, () => {
      this.arrangement.setFilter({ terms: [] });
    });
    run.register(commands.completeQuery, () => {
      this.queryBox.complete();
    });
    run.register(commands.groupBy, ({ answers }) => this.groupBy(answers));
    run.register(commands.sortBy, ({ answers }) => this.sortBy(answers));
  }

  private async filter(answers: Answers | undefined): Promise<void> {
    const { query: given } = readAnswers(filterAnswers, answers ?? {});
    const query = given === undefined ? await this.askFilter() : readFilter(given);
    if (query) this.arrangement.setFilter(query);
  }

  private askFilter(): Promise<IssueQuery | undefined> {
    return this.queryBox.ask({
      title: l10n.t('Filter Issues'),
      value: this.arrangement.filter,
      accept: l10n.t('Apply filter'),
      acceptEmpty: l10n.t('No filter'),
      refusal: unanswerable,
      own: this.queries.queries,
    });
  }

  private async groupBy(answers: Answers | undefined): Promise<void> {
    const { groupBy: given } = readAnswers(groupAnswers, answers ?? {});
    const grouping = given === undefined ? await this.pickGrouping() : parseQuery(`group:${given}`).query.group;
    if (grouping !== undefined) this.arrangement.setGrouping(grouping);
    else if (given !== undefined) throw new GitLabError('invalid', { detail: 'arguments', named: 'groupBy' });
  }

  private async pickGrouping(): Promise<IssueGrouping | undefined> {
    const names = groupingNames.filter((name) => name !== 'none');
    const groupings: readonly IssueGrouping[] = ['none', ...names, ...this.scopes()];
    const current = this.arrangement.grouping;
    const items = groupings.map((grouping): QuickPickItem & { grouping: IssueGrouping } => ({
      label: plainLabel(groupingText(grouping)),
      iconPath: new ThemeIcon(grouping === current ? 'check' : 'blank'),
      grouping,
    }));
    return (await window.showQuickPick(items, { title: l10n.t('Group By') }))?.grouping;
  }

  /** The scopes of the labels on the current issues. */
  private scopes(): IssueGrouping[] {
    const labels = this.synchronizer.trackers.flatMap(({ key }) =>
      this.store.issues(key).flatMap((issue) => issue.labels),
    );
    const scopes = new Set(labels.map(labelScope).filter((scope) => scope !== undefined));
    return [...scopes].sort().map((scope): IssueGrouping => `${scope}::*`);
  }

  private async sortBy(answers: Answers | undefined): Promise<void> {
    const { sortBy: given } = readAnswers(sortAnswers, answers ?? {});
    const sort = given === undefined ? await this.pickSort() : parseQuery(`sort:${given}`).query.sort;
    if (sort) this.arrangement.setSort(sort);
    else if (given !== undefined) throw new GitLabError('invalid', { detail: 'arguments', named: 'sortBy' });
  }

  private async pickSort(): Promise<IssueSort | undefined> {
    const current = formatSort(this.arrangement.sort);
    const sorts = sortNames.flatMap((by) => [{ by, direction: 'desc' } as const, { by, direction: 'asc' } as const]);
    const items = sorts.map((sort): QuickPickItem & { sort: IssueSort } => ({
      label: sortText(sort),
      iconPath: new ThemeIcon(formatSort(sort) === current ? 'check' : 'blank'),
      sort,
    }));
    return (await window.showQuickPick(items, { title: l10n.t('Sort By') }))?.sort;
  }
}

/** Parses a filter. Throws if it isn't valid. */
function readFilter(text: string): IssueQuery {
  const wrong = wrongQuery(text);
  if (wrong !== undefined) throw new GitLabError('invalid', { detail: 'query', explanation: wrong });
  return parseQuery(text).query;
}

function groupingText(grouping: IssueGrouping): string {
  switch (grouping) {
    case 'none':
      return l10n.t('No grouping');
    case 'milestone':
      return l10n.t('Milestone');
    case 'label':
      return l10n.t('Label');
    case 'assignee':
      return l10n.t('Assignee');
    case 'author':
      return l10n.t('Author');
    case 'due':
      return l10n.t('Due date');
    case 'type':
      return l10n.t('Type');
    default:
      return grouping;
  }
}

function sortText({ by, direction }: IssueSort): string {
  const names: Record<IssueSort['by'], Record<IssueSort['direction'], string>> = {
    created: { desc: l10n.t('Newest first'), asc: l10n.t('Oldest first') },
    updated: { desc: l10n.t('Recently updated'), asc: l10n.t('Least recently updated') },
    due: { desc: l10n.t('Due latest'), asc: l10n.t('Due soonest') },
    milestone: { desc: l10n.t('Milestone due latest'), asc: l10n.t('Milestone due soonest') },
    title: { desc: l10n.t('Title (Z to A)'), asc: l10n.t('Title (A to Z)') },
    weight: { desc: l10n.t('Highest weight'), asc: l10n.t('Lowest weight') },
    popularity: { desc: l10n.t('Most upvoted'), asc: l10n.t('Least upvoted') },
    priority: { desc: l10n.t('Lowest priority'), asc: l10n.t('Highest priority') },
    label_priority: { desc: l10n.t('Lowest label priority'), asc: l10n.t('Highest label priority') },
  };
  return names[by][direction];
}
