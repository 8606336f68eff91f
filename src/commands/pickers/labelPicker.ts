import { l10n, Uri } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Issue } from '../../model/issue.ts';
import { MixedSelection } from '../../model/mixedSelection.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { labelScope, offered, type ProjectLabel } from '../../model/projectChoices.ts';
import { pickMany } from './pickMany.ts';
import { shareText } from './shareText.ts';

/** The labels to add to some issues, and those to remove. */
export interface LabelEdit {
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
}

/**
 * Asks for the labels of some issues. Labels that all issues have are selected at first. Labels that only some of them
 * have stay on these unless the user changes that. Each scope allows only one. A typed name without a matching label
 * becomes a new label. Undefined when the user cancels.
 */
export async function pickLabels(
  issues: readonly Issue[],
  load: (signal: AbortSignal) => Promise<readonly ProjectLabel[]>,
  clock: Clock,
): Promise<LabelEdit | undefined> {
  const uses = Map.groupBy(
    issues.flatMap(({ labels }) => labels),
    (name) => name,
  );
  const count = (name: string) => uses.get(name)?.length ?? 0;
  const inUse = [...uses.keys()];
  const selection = new MixedSelection<string>(
    (name) => (count(name) === issues.length ? 'all' : count(name) === 0 ? 'none' : 'some'),
    (name, other) => name !== other && labelScope(name) !== undefined && labelScope(name) === labelScope(other),
  );
  /** In lowercase, with those that aren't offered. Undefined until they're loaded. */
  let known: ReadonlySet<string> | undefined;
  const isNew = (name: string) => known?.has(name.toLowerCase()) === false;
  const isAccepted = await pickMany<string>(
    {
      title:
        issues.length === 1
          ? l10n.t('Labels for #{0}', issues[0]?.iid ?? '')
          : l10n.t('Labels for {0} Issues', issues.length),
      placeholder: inUse.some((name) => count(name) < issues.length)
        ? l10n.t('Select labels. To remove a label that only some issues have, select it twice.')
        : l10n.t('Select labels'),
      none: l10n.t('No matching labels'),
      selection,
      describe: (name, description = '') => {
        const note = shareText(selection.shareOf(name), count(name), issues.length);
        return [note, description].filter((part) => part !== '').join(' · ');
      },
      local: (text) => {
        // GitLab would split a name with a comma into two labels.
        const typed = text !== '' && !text.includes(',') ? [text] : [];
        return [...selection.added, ...typed].filter(isNew).map(newItem);
      },
      search: async (_, signal) => {
        const labels = await load(signal);
        known = new Set(labels.map(({ name }) => name.toLowerCase()));
        return offered(labels, inUse).map(itemOf);
      },
      needsSearch: () => false,
    },
    clock,
  );
  return isAccepted ? { addLabels: selection.added, removeLabels: selection.removed } : undefined;
}

function newItem(name: string): RemoteItem<string> {
  return { label: l10n.t('New label "{0}"', plainLabel(name)), value: name, alwaysShow: true };
}

function itemOf({ name, color, description = '' }: ProjectLabel): RemoteItem<string> {
  return {
    label: plainLabel(name),
    value: name,
    key: name,
    description: plainLabel(description),
    iconPath: swatch(color),
  };
}

/** The color of a label as a small image beside its name. */
function swatch(color: string): Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><circle cx="8" cy="8" r="5" fill="${color}" stroke="#808080"/></svg>`;
  return Uri.parse(`data:image/svg+xml,${encodeURIComponent(svg)}`);
}
