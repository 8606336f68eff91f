import { l10n, type QuickPickItem, Uri } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import type { Issue } from '../../model/issue.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { labelScope, offered, type ProjectLabel } from '../../model/projectChoices.ts';
import { onSomeText } from './onSomeText.ts';
import { pickMany } from './pickMany.ts';

/** The labels to add to some issues, and those to remove. */
export interface LabelEdit {
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
}

type Item = QuickPickItem & { readonly name: string; readonly isNew?: boolean };

/**
 * Asks for the labels of some issues. Labels that all issues have are selected initially. Each scope allows only one. A
 * typed name without a matching label becomes a new label. Undefined when the user cancels.
 */
export async function pickLabels(
  issues: readonly Issue[],
  load: () => Promise<readonly ProjectLabel[]>,
  clock: Clock,
): Promise<LabelEdit | undefined> {
  const onAll = (name: string) => issues.every(({ labels }) => labels.includes(name));
  let items: readonly Item[] = [];
  /** In lowercase, with those that aren't offered. */
  let known: ReadonlySet<string> = new Set();
  const picked = await pickMany<Item>(
    {
      title:
        issues.length === 1
          ? l10n.t('Labels for #{0}', issues[0]?.iid ?? '')
          : l10n.t('Labels for {0} Issues', issues.length),
      placeholder: l10n.t('Select labels'),
      many: true,
      load: async () => {
        const labels = await load();
        known = new Set(labels.map(({ name }) => name.toLowerCase()));
        items = offered(
          labels,
          issues.flatMap((issue) => issue.labels),
        ).map((label) =>
          itemOf(
            label,
            onSomeText(issues, (issue) => issue.labels.includes(label.name)),
          ),
        );
        return { items, picked: items.filter(({ name }) => onAll(name)) };
      },
      onPicked: onePerScope,
      onTyped: (text, pick) => {
        const name = text.trim();
        const isKnown = name === '' || known.has(name.toLowerCase());
        const { selectedItems } = pick;
        // GitLab would split a name with a comma into two labels.
        const made = selectedItems.filter(({ isNew }) => isNew);
        const offer: Item[] =
          isKnown || name.includes(',')
            ? []
            : [{ label: l10n.t('New label "{0}"', plainLabel(name)), name, isNew: true, alwaysShow: true }];
        const next = [
          ...made,
          ...offer.filter(({ name: each }) => !made.some((other) => other.name === each)),
          ...items,
        ];
        // Rows that are set again take back what the user selects before VS Code has them.
        if (isSameList(next, pick.items)) return;
        pick.items = next;
        pick.selectedItems = selectedItems;
      },
    },
    clock,
  );
  if (!picked) return undefined;
  const names = picked.map(({ name }) => name);
  return {
    addLabels: names.filter((name) => !onAll(name)),
    removeLabels: items.map(({ name }) => name).filter((name) => onAll(name) && !names.includes(name)),
  };
}

function isSameList(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}

/** Keeps only the last selected label of each scope. */
function onePerScope(now: readonly Item[], before: readonly Item[]): readonly Item[] {
  const come = now.filter((item) => !before.includes(item));
  const scopes = new Set(come.map(({ name }) => labelScope(name)).filter((scope) => scope !== undefined));
  return now.filter((item) => come.includes(item) || !scopes.has(labelScope(item.name) ?? ''));
}

function itemOf({ name, color, description }: ProjectLabel, note: string): Item {
  return {
    label: plainLabel(name),
    name,
    description: [note, plainLabel(description ?? '')].filter((part) => part !== '').join(' · '),
    iconPath: swatch(color),
  };
}

/** The color of a label as a small image beside its name. */
function swatch(color: string): Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><circle cx="8" cy="8" r="5" fill="${color}" stroke="#808080"/></svg>`;
  return Uri.parse(`data:image/svg+xml,${encodeURIComponent(svg)}`);
}
