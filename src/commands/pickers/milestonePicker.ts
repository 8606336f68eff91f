import { l10n, type QuickPickItem, ThemeIcon } from 'vscode';
import type { Clock } from '../../model/clock.ts';
import type { Issue } from '../../model/issue.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { ProjectMilestone } from '../../model/projectChoices.ts';
import { pickMany } from './pickMany.ts';

type Item = QuickPickItem & { readonly id: number | null };

/**
 * Asks for the milestone of some issues. Active ones come first. Null for no milestone. Undefined when the user
 * cancels.
 */
export async function pickMilestone(
  issues: readonly Issue[],
  load: () => Promise<readonly ProjectMilestone[]>,
  clock: Clock,
): Promise<number | null | undefined> {
  const isCurrent = (id: number | null) => issues.every(({ milestone }) => (milestone?.id ?? null) === id);
  const picked = await pickMany<Item>(
    {
      title:
        issues.length === 1
          ? l10n.t('Milestone for #{0}', issues[0]?.iid ?? '')
          : l10n.t('Milestone for {0} Issues', issues.length),
      placeholder: l10n.t('Select a milestone'),
      many: false,
      load: async () => {
        const none: Item = {
          label: l10n.t('No milestone'),
          id: null,
          iconPath: new ThemeIcon(isCurrent(null) ? 'check' : 'blank'),
        };
        const items = [none, ...(await load()).map((milestone) => itemOf(milestone, isCurrent(milestone.id)))];
        return { items, picked: items.filter(({ id }) => isCurrent(id)) };
      },
    },
    clock,
  );
  return picked?.[0]?.id;
}

function itemOf({ id, title, dueDate, isActive }: ProjectMilestone, isCurrent: boolean): Item {
  const facts = [dueDate === undefined ? '' : l10n.t('due {0}', dueDate), isActive ? '' : l10n.t('closed')];
  return {
    label: plainLabel(`%${title}`),
    description: facts.filter((fact) => fact !== '').join(' · '),
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'milestone'),
    id,
  };
}
