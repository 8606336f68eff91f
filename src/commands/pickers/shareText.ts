import { l10n } from 'vscode';
import type { Share } from '../../model/mixedSelection.ts';

/**
 * The note on a row whose value only some of several issues have. Empty if none or all of them have it.
 * @param share the issues that will have it.
 */
export function shareText(share: Share, count: number, total: number): string {
  if (count === 0 || count === total) return '';
  switch (share) {
    case 'all':
      return l10n.t('will be on all {0} issues', total);
    case 'some':
      return l10n.t('on {0} of {1} issues', count, total);
    case 'none':
      return l10n.t('will be removed from all issues');
  }
}
