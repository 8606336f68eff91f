import { l10n, type QuickPickItem, ThemeIcon } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import { milestoneOwner } from '../../model/address/milestoneOwner.ts';
import type { Issue } from '../../model/issue.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { ProjectMilestone } from '../../model/projectChoices.ts';
import { pickMany } from './pickMany.ts';

type Item = QuickPickItem & { readonly id: number | null };

/**
 * Asks for the milestone of some issues. Active ones come first. Null for no milestone. Undefined when the user
 * cancels.
 * @param bases the base URLs of the instance.
 */
export async function pickMilestone(
  issues: readonly Issue[],
  load: () => Promise<readonly ProjectMilestone[]>,
  bases: readonly string[],
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
        const milestones = await load();
        const byTitle = Map.groupBy(milestones, ({ title }) => title);
        const owner = ({ title, webUrl }: ProjectMilestone) =>
          (byTitle.get(title)?.length ?? 0) > 1 ? milestoneOwner(webUrl ?? '', bases) : '';
        const items = [
          none,
          ...milestones.map((milestone) => itemOf(milestone, isCurrent(milestone.id), owner(milestone))),
        ];
        return { items, picked: items.filter(({ id }) => isCurrent(id)) };
      },
    },
    clock,
  );
  return picked?.[0]?.id;
}

/** @param owner the project or group of the milestone if others have the same title. Otherwise empty. */
function itemOf(milestone: ProjectMilestone, isCurrent: boolean, owner: string): Item {
  const { id, title, dueDate, isActive } = milestone;
  const facts = [
    plainLabel(owner),
    dueDate === undefined ? '' : l10n.t('due {0}', dueDate),
    isActive ? '' : l10n.t('closed'),
  ];
  return {
    label: `%${plainLabel(title)}`,
    description: facts.filter((fact) => fact !== '').join(' · '),
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'milestone'),
    id,
  };
}
