import { env, l10n, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import type { Clock } from '../../model/time/clock.ts';
import { milestoneOwner } from '../../model/address/milestoneOwner.ts';
import type { Issue } from '../../model/issue.ts';
import { dayText } from '../../model/time/dayText.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { ProjectMilestone } from '../../model/projectChoices.ts';

/**
 * Asks for the milestone of some issues. Active ones come first. Null for no milestone. Undefined when the user
 * cancels.
 * @param bases the base URLs of the instance.
 */
export function pickMilestone(
  issues: readonly Issue[],
  load: (signal: AbortSignal) => Promise<readonly ProjectMilestone[]>,
  bases: readonly string[],
  clock: Clock,
): Promise<number | null | undefined> {
  const isCurrent = (id: number | null) => issues.every(({ milestone }) => (milestone?.id ?? null) === id);
  return showRemoteQuickPick<number | null>(
    {
      title:
        issues.length === 1
          ? l10n.t('Milestone for #{0}', issues[0]?.iid ?? '')
          : l10n.t('Milestone for {0} Issues', issues.length),
      placeholder: l10n.t('Select a milestone'),
      none: l10n.t('No matching milestones'),
      isCurrent,
      search: async (_, signal) => {
        const none: RemoteItem<null> = {
          label: l10n.t('No milestone'),
          value: null,
          iconPath: new ThemeIcon(isCurrent(null) ? 'check' : 'blank'),
        };
        const milestones = await load(signal);
        const byTitle = Map.groupBy(milestones, ({ title }) => title);
        const owner = ({ title, webUrl }: ProjectMilestone) =>
          (byTitle.get(title)?.length ?? 0) > 1 ? milestoneOwner(webUrl ?? '', bases) : '';
        return [none, ...milestones.map((milestone) => itemOf(milestone, isCurrent(milestone.id), owner(milestone)))];
      },
      needsSearch: () => false,
    },
    clock,
  );
}

/** @param owner the project or group of the milestone if others have the same title. Otherwise empty. */
function itemOf(milestone: ProjectMilestone, isCurrent: boolean, owner: string): RemoteItem<number> {
  const { id, title, dueDate, isActive } = milestone;
  const facts = [
    plainLabel(owner),
    dueDate === undefined ? '' : l10n.t('due {0}', dayText(dueDate, env.language)),
    isActive ? '' : l10n.t('closed'),
  ];
  return {
    label: `%${plainLabel(title)}`,
    description: facts.filter((fact) => fact !== '').join(' · '),
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'milestone'),
    key: String(id),
    value: id,
  };
}
