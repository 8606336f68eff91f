import * as l10n from '@vscode/l10n';
import type { PageActivity } from '../../../model/page/pageActivity.ts';
import { useTools } from '../../pageContext.ts';
import { Menu, type MenuItem } from '../menu.tsx';

/** Selects what the activity shows and in which order, as on GitLab's page. */
export function ActivityMenu({ activity }: { readonly activity: PageActivity }) {
  const { link } = useTools();
  const item = (label: string, chosen: PageActivity, startsGroup = false): MenuItem => ({
    icon: 'blank',
    label,
    isChecked: chosen.show === activity.show && chosen.order === activity.order,
    startsGroup,
    onClick: () => {
      link.post({ type: 'arrange', activity: chosen });
    },
  });
  const items = [
    item(l10n.t('Show all activity'), { ...activity, show: 'all' }),
    item(l10n.t('Show comments only'), { ...activity, show: 'comments' }),
    item(l10n.t('Show history only'), { ...activity, show: 'history' }),
    item(l10n.t('Newest first'), { ...activity, order: 'newest' }, true),
    item(l10n.t('Oldest first'), { ...activity, order: 'oldest' }),
  ];
  const isFiltered = activity.show !== 'all';
  const text = textOf(activity);
  return (
    <Menu
      label={text === '' ? l10n.t('Sort or Filter Activity') : l10n.t('{0}. Sort or Filter Activity', text)}
      items={items}
      icon={isFiltered ? 'filter-filled' : 'filter'}
      text={text}
    />
  );
}

/** What differs from the whole activity, oldest first. */
function textOf({ show, order }: PageActivity): string {
  if (show === 'comments') return l10n.t('Comments only');
  if (show === 'history') return l10n.t('History only');
  return order === 'newest' ? l10n.t('Newest first') : '';
}
