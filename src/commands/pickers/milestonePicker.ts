import { l10n, type QuickPickItem, ThemeIcon } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
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
        const milestones = await load();
        const byTitle = Map.groupBy(milestones, ({ title }) => title);
        const isRepeated = ({ title }: ProjectMilestone) => (byTitle.get(title)?.length ?? 0) > 1;
        const items = [
          none,
          ...milestones.map((milestone) => itemOf(milestone, isCurrent(milestone.id), isRepeated(milestone))),
        ];
        return { items, picked: items.filter(({ id }) => isCurrent(id)) };
      },
    },
    clock,
  );
  return picked?.[0]?.id;
}

/** @param showsOwner whether to show the project or group of the milestone, because others have the same title. */
function itemOf(milestone: ProjectMilestone, isCurrent: boolean, showsOwner: boolean): Item {
  const { id, title, dueDate, isActive } = milestone;
  const facts = [
    showsOwner ? plainLabel(ownerOf(milestone)) : '',
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

/** The path of the project or group that the URL of a milestone contains. */
function ownerOf({ webUrl = '' }: ProjectMilestone): string {
  return /^https?:\/\/[^/]+\/(?:groups\/)?(.+)\/-\/milestones\/\d+$/.exec(webUrl)?.[1] ?? '';
}
