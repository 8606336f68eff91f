import { l10n, type QuickPickItem, ThemeIcon } from 'vscode';
import type { Issue, IssueUser } from '../model/issue.ts';
import { pickMany } from './pickMany.ts';

type Item = QuickPickItem & { readonly user: IssueUser };

/** GitLab gives a hundred members at once; with as many there may be more. */
const allAtOnce = 100;

/**
 * Asks who some issues are assigned to; who is on all of them is picked to begin with. Undefined: given up.
 * @param many whether the server takes several for an issue.
 */
export async function pickAssignees(
  issues: readonly Issue[],
  find: (words: string) => Promise<readonly IssueUser[]>,
  many: boolean,
): Promise<readonly number[] | undefined> {
  const isOnAll = ({ id }: IssueUser) => issues.every(({ assignees }) => assignees.some((other) => other.id === id));
  const current = [...new Map(issues.flatMap(({ assignees }) => assignees).map((user) => [user.id, user])).values()];
  let items: readonly Item[] = [];
  let asked = 0;
  const picked = await pickMany<Item>({
    title:
      issues.length === 1
        ? l10n.t('Assignees of #{0}', issues[0]?.iid ?? '')
        : l10n.t('Assignees of {0} Issues', issues.length),
    placeholder: many ? l10n.t('Choose whom to assign') : l10n.t('Choose one person: this GitLab takes one'),
    many,
    load: async () => {
      const members = await find('');
      const others = members.filter(({ id }) => !current.some((user) => user.id === id));
      items = [...current, ...others].map(itemOf);
      return { items, picked: items.filter(({ user }) => isOnAll(user)) };
    },
    onTyped: (text, pick) => {
      if (items.length < allAtOnce || text.trim() === '') return;
      const turn = (asked += 1);
      void find(text.trim()).then(
        (found) => {
          if (turn !== asked) return;
          const { selectedItems } = pick;
          const more = found.filter(({ id }) => !items.some(({ user }) => user.id === id)).map(itemOf);
          items = [...items, ...more];
          pick.items = items;
          pick.selectedItems = selectedItems;
        },
        () => undefined,
      );
    },
  });
  return picked?.map(({ user }) => user.id);
}

function itemOf(user: IssueUser): Item {
  return {
    label: (user.name || user.username).replaceAll('$(', '\\$('),
    description: `@${user.username}`,
    iconPath: new ThemeIcon('person'),
    user,
  };
}
