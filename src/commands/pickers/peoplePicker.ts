import { l10n, type QuickPickItem, ThemeIcon } from 'vscode';
import { errorItem } from '../../host/showRemoteQuickPick.ts';
import { type AssigneeEdit, assigneeEdit, isOnAll } from '../../model/assigneeEdit.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue, IssueUser } from '../../model/issue.ts';
import type { FoundPeople } from '../../model/issueGateway.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { onSomeText } from './onSomeText.ts';
import { pickMany } from './pickMany.ts';

/** `null` stands for no assignee, undefined for a row that can't be selected. */
type Item = QuickPickItem & { readonly user: IssueUser | null | undefined };

/**
 * Asks for the assignees of some issues. Those of all issues are selected initially. Undefined when the user cancels.
 * @param many whether the server supports several assignees for an issue.
 */
export async function pickAssignees(
  issues: readonly Issue[],
  find: (words: string, signal?: AbortSignal) => Promise<FoundPeople>,
  many: boolean,
  clock: Clock,
): Promise<AssigneeEdit | undefined> {
  const onSome = ({ id }: IssueUser) =>
    onSomeText(issues, ({ assignees }) => assignees.some((other) => other.id === id));
  const current = [...new Map(issues.flatMap(({ assignees }) => assignees).map((user) => [user.id, user])).values()];
  let items: readonly Item[] = [];
  const search = {
    find: async (text: string, signal: AbortSignal) => {
      const { people } = await find(text, signal);
      const more = people.filter(({ id }) => !items.some(({ user }) => user?.id === id));
      if (!signal.aborted) items = [...items, ...more.map((user) => itemOf(user, '', false))];
      return items;
    },
    failed: (error: GitLabError) => [...items, { ...errorItem(error), user: undefined }],
  };
  const picked = await pickMany<Item>(
    {
      title:
        issues.length === 1
          ? l10n.t('Assignees for #{0}', issues[0]?.iid ?? '')
          : l10n.t('Assignees for {0} Issues', issues.length),
      placeholder: many
        ? l10n.t('Select assignees')
        : l10n.t('Select one assignee. Multiple assignees require GitLab Premium.'),
      many,
      load: async () => {
        const { people, isPart } = await find('');
        const others = people.filter(({ id }) => !current.some((user) => user.id === id));
        const isCurrent = (user: Item['user']) =>
          user ? isOnAll(issues, user) : issues.every(({ assignees }) => assignees.length === 0);
        const users = [...current, ...others].map((user) => itemOf(user, onSome(user), !many && isOnAll(issues, user)));
        items = many ? users : [nobodyItem(isCurrent(null)), ...users];
        const chosen = items.filter(({ user }) => isCurrent(user));
        return { items, picked: chosen, search: isPart ? search : undefined };
      },
    },
    clock,
  );
  if (!picked) return undefined;
  const listed = items.flatMap(({ user }) => user ?? []);
  return assigneeEdit({ issues, listed, picked: picked.map(({ user }) => user), many });
}

function nobodyItem(isCurrent: boolean): Item {
  return { label: l10n.t('No assignee'), iconPath: new ThemeIcon(isCurrent ? 'check' : 'blank'), user: null };
}

function itemOf(user: IssueUser, note: string, isCurrent: boolean): Item {
  return {
    label: plainLabel(user.name || user.username),
    description: [plainLabel(`@${user.username}`), note].filter((part) => part !== '').join(' · '),
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'person'),
    user,
  };
}
