import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { RemoteItem, RowSource } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import { type AssigneeEdit, editOf } from '../../model/assigneeEdit.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Issue, IssueUser } from '../../model/issue.ts';
import type { FoundPeople } from '../../model/gateway/issueGateway.ts';
import { MixedSelection } from '../../model/mixedSelection.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { pickMany } from './pickMany.ts';
import { shareText } from './shareText.ts';

/** The people to offer. */
export interface OfferedPeople {
  /** Finds members of the project. */
  readonly find: (words: string, signal: AbortSignal) => Promise<FoundPeople>;
  /** The people that the user recently selected. */
  readonly recent: readonly IssueUser[];
}

/** The selected people, and the edit that their selection stands for. */
export interface PickedAssignees {
  readonly edit: AssigneeEdit;
  readonly added: readonly IssueUser[];
}

/**
 * Asks for the assignees of some issues. Those of all issues are selected at first. Those of only some issues stay on
 * these unless the user changes that. Undefined when the user cancels.
 * @param many whether the server supports several assignees for an issue.
 */
export async function pickAssignees(
  issues: readonly Issue[],
  offered: OfferedPeople,
  many: boolean,
  clock: Clock,
): Promise<PickedAssignees | undefined> {
  const title =
    issues.length === 1
      ? l10n.t('Assignees for #{0}', issues[0]?.iid ?? '')
      : l10n.t('Assignees for {0} Issues', issues.length);
  return many ? pickSeveral(issues, offered, title, clock) : pickOne(issues, offered, title, clock);
}

async function pickSeveral(
  issues: readonly Issue[],
  offered: OfferedPeople,
  title: string,
  clock: Clock,
): Promise<PickedAssignees | undefined> {
  const count = (user: number) => countOf(issues, user);
  const selection = new MixedSelection<number>((user) =>
    count(user) === issues.length ? 'all' : count(user) === 0 ? 'none' : 'some',
  );
  const people = new PeopleRows(issues, offered);
  const isAccepted = await pickMany<number>(
    {
      title,
      placeholder: people.current.some(({ id }) => count(id) < issues.length)
        ? l10n.t('Select assignees. To remove a person who is assigned to only some issues, select the name twice.')
        : l10n.t('Select assignees'),
      ...people.source((user) => personRow(user, user.id)),
      selection,
      describe: (user, description = '') => {
        const note = shareText(selection.shareOf(user), count(user), issues.length);
        return [description, note].filter((part) => part !== '').join(' · ');
      },
    },
    clock,
  );
  if (!isAccepted) return undefined;
  return { edit: editOf(selection), added: people.known.filter(({ id }) => selection.added.includes(id)) };
}

async function pickOne(
  issues: readonly Issue[],
  offered: OfferedPeople,
  title: string,
  clock: Clock,
): Promise<PickedAssignees | undefined> {
  const isCurrent = (user: IssueUser | null) =>
    user ? countOf(issues, user.id) === issues.length : issues.every(({ assignees }) => assignees.length === 0);
  const noAssignee: RemoteItem<IssueUser | null> = {
    label: l10n.t('No assignee'),
    iconPath: new ThemeIcon(isCurrent(null) ? 'check' : 'blank'),
    value: null,
  };
  const rowOf = (user: IssueUser): RemoteItem<IssueUser | null> => ({
    ...personRow(user, user, shareText('some', countOf(issues, user.id), issues.length)),
    iconPath: new ThemeIcon(isCurrent(user) ? 'check' : 'person'),
  });
  const picked = await showRemoteQuickPick<IssueUser | null>(
    {
      title,
      placeholder: l10n.t('Select one assignee. Multiple assignees require GitLab Premium.'),
      ...new PeopleRows(issues, offered).source(rowOf),
      local: () => [noAssignee],
      isCurrent,
    },
    clock,
  );
  if (picked === undefined) return undefined;
  return { edit: () => (picked ? [picked.id] : []), added: picked ? [picked] : [] };
}

/** The rows of people: the assignees, then those recently selected, and then the other members. */
class PeopleRows {
  readonly current: readonly IssueUser[];
  /** Everyone in the list. */
  known: readonly IssueUser[] = [];
  private isPart = false;

  constructor(
    issues: readonly Issue[],
    private readonly offered: OfferedPeople,
  ) {
    this.current = eachOnce(issues.flatMap(({ assignees }) => assignees));
  }

  source<T>(rowOf: (user: IssueUser) => RemoteItem<T>): RowSource<T> {
    return {
      none: l10n.t('No matching members'),
      search: async (text, signal) => {
        const { people, isPart } = await this.offered.find(text, signal);
        this.known = eachOnce([...this.known, ...this.current, ...people, ...this.offered.recent]);
        if (text !== '') return people.map(rowOf);
        this.isPart = isPart;
        const recent = this.offered.recent.filter(({ id }) => isPart || people.some((member) => member.id === id));
        return [
          ...this.current.map(rowOf),
          { label: l10n.t('Recent'), kind: QuickPickItemKind.Separator },
          ...recent.map(rowOf),
          { label: l10n.t('Members'), kind: QuickPickItemKind.Separator },
          ...people.map(rowOf),
        ];
      },
      needsSearch: (text) => this.isPart && text !== '',
      keepsFound: true,
    };
  }
}

function personRow<T>({ id, name, username }: IssueUser, value: T, note = ''): RemoteItem<T> {
  return {
    label: plainLabel(name || username),
    description: [plainLabel(`@${username}`), note].filter((part) => part !== '').join(' · '),
    iconPath: new ThemeIcon('person'),
    key: String(id),
    value,
  };
}

function countOf(issues: readonly Issue[], user: number): number {
  return issues.filter(({ assignees }) => assignees.some(({ id }) => id === user)).length;
}

function eachOnce(people: readonly IssueUser[]): readonly IssueUser[] {
  return [...new Map(people.map((user) => [user.id, user])).values()];
}
