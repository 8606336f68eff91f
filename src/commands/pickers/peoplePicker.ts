import { l10n, type QuickPickItem, ThemeIcon } from 'vscode';
import type { Issue, IssueUser } from '../../model/issue.ts';
import type { FoundPeople } from '../../model/issueGateway.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { pickMany } from './pickMany.ts';

/** Without a user it removes all assignees. */
type Item = QuickPickItem & { readonly user: IssueUser | undefined };

/** Who an issue is assigned to then, from who it is assigned to now: ids of users. */
export type AssigneeEdit = (ids: readonly number[]) => readonly number[];

/**
 * Asks who some issues are assigned to; who is on all of them is picked to begin with, and who is on some of them stays there
 * unless picked for all. Undefined when the user cancels.
 * @param many whether the server supports several assignees for an issue.
 */
export async function pickAssignees(
  issues: readonly Issue[],
  find: (words: string) => Promise<FoundPeople>,
  many: boolean,
): Promise<AssigneeEdit | undefined> {
  const isOnAll = ({ id }: IssueUser) => issues.every(({ assignees }) => assignees.some((other) => other.id === id));
  const onSome = ({ id }: IssueUser) => {
    const count = issues.filter(({ assignees }) => assignees.some((other) => other.id === id)).length;
    return count === 0 || count === issues.length ? '' : l10n.t('on {0} of {1}', count, issues.length);
  };
  const current = [...new Map(issues.flatMap(({ assignees }) => assignees).map((user) => [user.id, user])).values()];
  let items: readonly Item[] = [];
  let asked = 0;
  let hasMore = false;
  const picked = await pickMany<Item>({
    title:
      issues.length === 1
        ? l10n.t('Assignees of #{0}', issues[0]?.iid ?? '')
        : l10n.t('Assignees of {0} Issues', issues.length),
    placeholder: many
      ? l10n.t('Select assignees')
      : l10n.t('Select one assignee. Multiple assignees require GitLab Premium.'),
    many,
    load: async () => {
      const { people, isPart } = await find('');
      hasMore = isPart;
      const others = people.filter(({ id }) => !current.some((user) => user.id === id));
      const isCurrent = (user: IssueUser | undefined) =>
        user ? isOnAll(user) : issues.every(({ assignees }) => assignees.length === 0);
      const users = [...current, ...others].map((user) => itemOf(user, onSome(user), !many && isOnAll(user)));
      items = many ? users : [nobodyItem(isCurrent(undefined)), ...users];
      return { items, picked: items.filter(({ user }) => isCurrent(user)) };
    },
    onTyped: (text, pick) => {
      if (!hasMore || text.trim() === '') return;
      const turn = (asked += 1);
      void find(text.trim()).then(
        ({ people }) => {
          if (turn !== asked) return;
          const { selectedItems } = pick;
          const more = people
            .filter(({ id }) => !items.some(({ user }) => user?.id === id))
            .map((user) => itemOf(user, '', false));
          items = [...items, ...more];
          pick.items = items;
          pick.selectedItems = selectedItems;
        },
        () => undefined,
      );
    },
  });
  if (!picked) return undefined;
  const chosen = picked.flatMap(({ user }) => (user ? [user.id] : []));
  if (!many) return () => chosen;
  const taken = new Set(items.flatMap(({ user }) => (user && isOnAll(user) ? [user.id] : [])));
  for (const id of chosen) taken.delete(id);
  return (ids) => [...ids.filter((id) => !taken.has(id) && !chosen.includes(id)), ...chosen];
}

function nobodyItem(isCurrent: boolean): Item {
  return { label: l10n.t('No assignee'), iconPath: new ThemeIcon(isCurrent ? 'check' : 'blank'), user: undefined };
}

function itemOf(user: IssueUser, note: string, isCurrent: boolean): Item {
  return {
    label: plainLabel(user.name || user.username),
    description: [`@${user.username}`, note].filter((part) => part !== '').join(' · '),
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'person'),
    user,
  };
}
