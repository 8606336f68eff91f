import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { PageFilter } from '../../model/page/pageFilter.ts';
import { plainText } from '../../model/text/plainText.ts';
import { useTools } from '../pageContext.ts';

export interface FilterButtonProps {
  readonly filter: PageFilter;
  /** The name of what it filters by, for the tooltip. */
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A label, milestone, or person. A click filters the Issues view by it. */
export function FilterButton({ filter, name, children }: FilterButtonProps) {
  const { link } = useTools();
  return (
    <button
      type="button"
      class="gl-filter"
      title={tooltipOf(filter.key, plainText(name))}
      onClick={() => {
        link.post({ type: 'filter', filter });
      }}
    >
      {children}
    </button>
  );
}

function tooltipOf(key: PageFilter['key'], name: string): string {
  switch (key) {
    case 'label':
      return l10n.t('Show issues with the label {0}', name);
    case 'milestone':
      return l10n.t('Show issues in the milestone {0}', name);
    case 'assignee':
      return l10n.t('Show issues assigned to {0}', name);
    case 'author':
      return l10n.t('Show issues created by {0}', name);
  }
}
