import * as l10n from '@vscode/l10n';
import type { Issue, IssueMilestone, IssueType, IssueUser } from '../issue.ts';
import { issueTypeIcon, issueTypeName } from '../issueTypeIcon.ts';
import { labelScope } from '../projectChoices.ts';
import type { IssueGrouping } from './issueQuery.ts';
import { dueGrouper, dueGroups, type DueGroup } from './dueGroups.ts';
import { plainText } from '../text/plainText.ts';

/** The value that the issues of a group share. An issue that the user drops on the group gets it. */
export type GroupFact =
  | { readonly by: 'milestone'; readonly milestone: IssueMilestone | undefined }
  | { readonly by: 'label'; readonly label: string | undefined }
  /** `label` is a full label of the scope: `workflow::done`. */
  | { readonly by: 'scope'; readonly scope: string; readonly label: string | undefined }
  | { readonly by: 'assignee' | 'author'; readonly user: IssueUser | undefined }
  | { readonly by: 'due'; readonly due: DueGroup }
  | { readonly by: 'type'; readonly type: IssueType };

export interface IssueGroup {
  /** Unique among the groups of one grouping, and stable across calls. */
  readonly key: string;
  /** May contain untrusted text from GitLab. */
  readonly title: string;
  /** The name of a VS Code icon. */
  readonly icon: string;
  readonly fact: GroupFact;
  /** In the order of the input. */
  readonly issues: readonly Issue[];
}

/** The other inputs for grouping. */
export interface GroupContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The user's own username. Their group comes first. */
  readonly me?: string | undefined;
  /** The titles of the tracker's labels, in board order. A scope gets a group for each of its labels, used or not. */
  readonly labels?: readonly string[];
}

/**
 * Groups issues in GitLab's order: milestones by due date with closed ones last, and labels as on a board. Issues
 * without a value come last. An issue with several labels or assignees is in several groups. `none` returns no groups.
 */
export function issueGroups(
  issues: Iterable<Issue>,
  grouping: IssueGrouping,
  context: GroupContext,
): readonly IssueGroup[] {
  if (grouping === 'none') return [];
  const kind = kindOf(grouping, context);
  const groups = new Map<string, { fact: GroupFact; issues: Issue[] }>();
  for (const fact of kind.always ?? []) groups.set(keyOf(fact), { fact, issues: [] });
  for (const issue of issues) {
    for (const fact of kind.factsOf(issue)) {
      const key = keyOf(fact);
      const group = groups.get(key);
      if (!group) groups.set(key, { fact, issues: [issue] });
      else {
        group.issues.push(issue);
        // Milestones of several projects can have one title. The first one of them determines the place of the group.
        if (kind.compare(fact, group.fact) < 0) group.fact = fact;
      }
    }
  }
  return [...groups]
    .map(([key, { fact, issues: members }]) => ({
      key,
      title: titleOf(fact),
      icon: iconOf(fact),
      fact,
      issues: members,
    }))
    .sort((a, b) => kind.compare(a.fact, b.fact) || byText(a.title, b.title) || byText(a.key, b.key));
}

interface GroupKind {
  readonly factsOf: (issue: Issue) => readonly GroupFact[];
  /** Compares two groups. 0 sorts them by title. */
  readonly compare: (a: GroupFact, b: GroupFact) => number;
  /** Groups that are shown even if they're empty. */
  readonly always?: readonly GroupFact[];
}

function kindOf(grouping: Exclude<IssueGrouping, 'none'>, { now, me, labels: known = [] }: GroupContext): GroupKind {
  switch (grouping) {
    case 'milestone':
      return {
        factsOf: ({ milestone }) => [{ by: 'milestone', milestone }],
        compare: ranked((fact) => (fact.by === 'milestone' ? milestoneRank(fact.milestone) : '')),
      };
    case 'label':
      return {
        factsOf: ({ labels }) => orNone(labels).map((label) => ({ by: 'label', label })),
        compare: ranked(placeIn(known)),
      };
    case 'assignee':
      return {
        factsOf: ({ assignees }) => orNone(assignees).map((user) => ({ by: 'assignee', user })),
        compare: ranked(personRank(me)),
      };
    case 'author':
      return { factsOf: ({ author }) => [{ by: 'author', user: author }], compare: ranked(personRank(me)) };
    case 'due': {
      const groupOf = dueGrouper(now);
      return {
        factsOf: ({ dueDate }) => [{ by: 'due', due: groupOf(dueDate) }],
        compare: ranked((fact) => (fact.by === 'due' ? dueGroups.indexOf(fact.due) : 0)),
      };
    }
    case 'type':
      return { factsOf: ({ type }) => [{ by: 'type', type }], compare: () => 0 };
    default: {
      const scope = grouping.slice(0, -'::*'.length);
      const isIn = (label: string) => labelScope(label) === scope;
      const fact = (label: string | undefined): GroupFact => ({ by: 'scope', scope, label });
      return {
        factsOf: ({ labels }) => orNone(labels.filter(isIn)).map(fact),
        compare: ranked(placeIn(known)),
        always: known.filter(isIn).map(fact),
      };
    }
  }
}

/** Sorts by rank, lowest first. */
function ranked(rank: (fact: GroupFact) => string | number): GroupKind['compare'] {
  return (a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? 0 : x < y ? -1 : 1;
  };
}

/** Open milestones by due date, then those without one, then closed ones, then no milestone. */
function milestoneRank(milestone: IssueMilestone | undefined): string {
  if (!milestone) return '9';
  return `${milestone.isActive ? '1' : '2'} ${milestone.dueDate ?? '9999'}`;
}

/** Known labels in their order, then other labels, then no label. */
function placeIn(known: readonly string[]): (fact: GroupFact) => number {
  const places = new Map(known.map((label, place) => [label, place]));
  return (fact) => {
    const label = fact.by === 'label' || fact.by === 'scope' ? fact.label : undefined;
    return label === undefined ? known.length + 1 : (places.get(label) ?? known.length);
  };
}

/** The user first, no person last. */
function personRank(me: string | undefined): (fact: GroupFact) => number {
  return (fact) => {
    const user = fact.by === 'assignee' || fact.by === 'author' ? fact.user : undefined;
    if (!user) return 2;
    return user.username.toLowerCase() === me?.toLowerCase() ? 0 : 1;
  };
}

/** The values, or a single `undefined` if there are none. */
function orNone<T>(values: readonly T[]): readonly (T | undefined)[] {
  return values.length === 0 ? [undefined] : values;
}

function keyOf(fact: GroupFact): string {
  switch (fact.by) {
    case 'milestone':
      // As in GitLab's lists, milestones with the same title are one.
      return `milestone ${fact.milestone?.title ?? ''}`;
    case 'label':
    case 'scope':
      return `label ${fact.label ?? ''}`;
    case 'assignee':
    case 'author':
      return `user ${fact.user?.id ?? ''}`;
    case 'due':
      return `due ${fact.due}`;
    case 'type':
      return `type ${fact.type}`;
  }
}

function titleOf(fact: GroupFact): string {
  switch (fact.by) {
    case 'milestone':
      return fact.milestone?.title ?? l10n.t('No milestone');
    case 'label':
      return fact.label ?? l10n.t('No label');
    case 'scope':
      // All groups share the scope, so the titles omit it.
      return fact.label?.slice(fact.scope.length + 2) ?? l10n.t('No {0}', plainText(fact.scope));
    case 'assignee':
      return fact.user ? fact.user.name || fact.user.username : l10n.t('Unassigned');
    case 'author':
      return fact.user ? fact.user.name || fact.user.username : l10n.t('No author');
    case 'due':
      return dueTitle(fact.due);
    case 'type':
      return issueTypeName(fact.type);
  }
}

function dueTitle(due: DueGroup): string {
  switch (due) {
    case 'overdue':
      return l10n.t('Overdue');
    case 'today':
      return l10n.t('Today');
    case 'week':
      return l10n.t('This week');
    case 'later':
      return l10n.t('Later');
    case 'none':
      return l10n.t('No due date');
  }
}

function iconOf(fact: GroupFact): string {
  switch (fact.by) {
    case 'milestone':
      return 'milestone';
    case 'label':
    case 'scope':
      return 'tag';
    case 'assignee':
    case 'author':
      return 'account';
    case 'due':
      return 'calendar';
    case 'type':
      return issueTypeIcon(fact.type);
  }
}

const collator = new Intl.Collator(undefined, { numeric: true });

function byText(a: string, b: string): number {
  return collator.compare(a, b);
}
