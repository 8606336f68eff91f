import { env, l10n, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import { type DuePreset, duePresets, presetText } from '../../model/duePresets.ts';
import type { Issue } from '../../model/issue.ts';
import { dayText } from '../../model/time/dayText.ts';
import { readDueDate } from '../../model/time/dueDate.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { Clock } from '../../model/time/clock.ts';

type Row = RemoteItem<string | null>;

/**
 * Asks for the due date of some issues, selected from a list, or typed as a phrase or a date. Null for no due date.
 * Undefined when the user cancels.
 */
export function pickDueDate(issues: readonly Issue[], clock: Clock): Promise<string | null | undefined> {
  const [current, another] = new Set(issues.map(({ dueDate }) => dueDate ?? null));
  const isCurrent = (day: string | null) => another === undefined && day === current;
  const rowOf = (label: string, day: string): Row => ({
    label,
    description: dayText(day, env.language, true),
    iconPath: new ThemeIcon(isCurrent(day) ? 'check' : 'calendar'),
    value: day,
  });
  const now = clock.now();
  const presets = Object.entries(duePresets(now)).map(([preset, day]) => rowOf(presetText(preset as DuePreset), day));
  const isListed = presets.some(({ value = null }) => isCurrent(value));
  const none: Row = {
    label: l10n.t('No due date'),
    iconPath: new ThemeIcon(isCurrent(null) ? 'check' : 'blank'),
    value: null,
  };
  const rows: readonly Row[] = [
    ...(typeof current === 'string' && isCurrent(current) && !isListed
      ? [rowOf(l10n.t('Current due date'), current)]
      : []),
    ...presets,
    ...milestoneEnds(issues).map(({ title, day }) => rowOf(l10n.t('End of %{0}', plainLabel(title)), day)),
    none,
  ];
  return showRemoteQuickPick<string | null>(
    {
      title:
        issues.length === 1
          ? l10n.t('Due Date for #{0}', issues[0]?.iid ?? '')
          : l10n.t('Due Date for {0} Issues', issues.length),
      placeholder: l10n.t("Select a due date, or enter one, such as 2026-12-24, 'friday', or 'in 3 days'"),
      none: l10n.t("Enter a valid date, such as 2026-12-24, 'friday', or '+2w'."),
      local: () => rows,
      search: async (text) => {
        const day = text === '' ? undefined : await readDueDate(text, now);
        if (day === undefined) return [];
        return [day === null ? none : { ...rowOf(dayText(day, env.language, true), day), description: '' }];
      },
      pause: 0,
      // Enter accepts the typed date, even if its text is also a part of another row.
      readsText: true,
      arrange: (local, found) => [...found, ...local],
      matchesDescription: false,
      keepsOrder: true,
      isCurrent,
    },
    clock,
  );
}

/** The last days of the milestones of some issues. */
function milestoneEnds(issues: readonly Issue[]): readonly { readonly title: string; readonly day: string }[] {
  const milestones = new Map(issues.flatMap(({ milestone }) => (milestone ? [[milestone.id, milestone]] : [])));
  return [...milestones.values()].flatMap(({ title, dueDate }) =>
    dueDate === undefined ? [] : [{ title, day: dueDate }],
  );
}
