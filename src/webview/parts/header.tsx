import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { issueTypeIcon, issueTypeName } from '../../model/issueTypeIcon.ts';
import type { IssueUser } from '../../model/issue.ts';
import type { PageCommand } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { useTools } from '../pageContext.ts';
import { Avatar } from './avatar.tsx';
import { FilterButton } from './filterButton.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { StickyTitle } from './stickyTitle.tsx';
import { Time } from './time.tsx';
import { Title } from './title.tsx';
import { useRun } from './useRun.ts';

/** A summary of the issue's state, and the actions for it. */
export function Header({ state }: { readonly state: PageState }) {
  const run = useRun();
  const { issue, rights, isGone, project } = state;
  const isOpen = issue.state === 'opened';
  const title = useRef<HTMLDivElement>(null);
  return (
    <div class="gl-header">
      <StickyTitle issue={issue} title={title} />
      <div class="gl-header-top">
        <a class="gl-quiet-link gl-path" href={project.webUrl} dir="auto">
          {project.path}
        </a>
        <Toolbar state={state} />
      </div>
      <div ref={title}>
        <Title issue={issue} />
      </div>
      <div class="gl-header-facts">
        <span class={isOpen ? 'gl-state gl-state-open' : 'gl-state gl-state-closed'}>
          <Icon name={isOpen ? 'issues' : 'pass'} />
          {isOpen ? l10n.t('Open') : l10n.t('Closed')}
        </span>
        {issue.type !== 'issue' && (
          <span class="gl-badge">
            <Icon name={issueTypeIcon(issue.type)} /> {issueTypeName(issue.type)}
          </span>
        )}
        {issue.confidential && (
          <span class="gl-badge gl-badge-warning">
            <Icon name="eye-closed" /> {l10n.t('Confidential')}
          </span>
        )}
        {state.details?.isLocked === true && (
          <span class="gl-badge">
            <Icon name="lock" /> {l10n.t('Locked')}
          </span>
        )}
        <span class="gl-faint">
          <Author user={issue.author} /> {l10n.t('opened')} <Time at={issue.createdAt} /> · {l10n.t('updated')}{' '}
          <Time at={issue.updatedAt} />
        </span>
        {!isGone && (
          <button
            type="button"
            class="gl-button gl-toggle"
            disabled={!rights.edit}
            title={rights.edit ? undefined : (rights.why ?? l10n.t("You don't have permission to do this."))}
            onClick={run(isOpen ? 'close' : 'reopen')}
          >
            <Icon name={isOpen ? 'pass' : 'issue-reopened'} /> {isOpen ? l10n.t('Close Issue') : l10n.t('Reopen Issue')}
          </button>
        )}
      </div>
    </div>
  );
}

function Author({ user }: { readonly user: IssueUser | undefined }) {
  const name = <strong dir="auto">{user?.name ?? l10n.t('Deleted user')}</strong>;
  return (
    <>
      <Avatar user={user} />{' '}
      {user ? (
        <FilterButton filter={{ key: 'author', username: user.username }} name={user.name}>
          {name}
        </FilterButton>
      ) : (
        name
      )}
    </>
  );
}

function Toolbar({ state: { rights, isGone, isLoading } }: { readonly state: PageState }) {
  const { link } = useTools();
  const run = useRun();
  const item = (icon: string, label: string, command: PageCommand, isDangerous = false): MenuItem => ({
    icon,
    label,
    onClick: run(command),
    isDangerous,
  });
  return (
    <div class="gl-toolbar" role="toolbar" aria-label={l10n.t('Issue')}>
      <IconButton
        icon="refresh"
        label={isLoading ? l10n.t('Loading…') : l10n.t('Refresh')}
        class={isLoading ? 'gl-loading' : ''}
        onClick={() => {
          link.post({ type: 'refresh' });
        }}
      />
      <IconButton icon="copy" label={l10n.t('Copy Reference')} onClick={run('copyReference')} />
      <IconButton icon="link" label={l10n.t('Copy Link')} onClick={run('copyLink')} />
      <IconButton icon="link-external" label={l10n.t('Open in Browser')} onClick={run('openInBrowser')} />
      {!isGone && (rights.comment || rights.triage || rights.delete) && (
        <Menu
          label={l10n.t('More Actions')}
          items={[
            ...(rights.comment ? [item('checklist', l10n.t('Add to To-Do List'), 'addTodo')] : []),
            ...(rights.triage ? [item('arrow-right', l10n.t('Move to Project…'), 'move')] : []),
            ...(rights.delete ? [item('trash', l10n.t('Delete Issue…'), 'delete', true)] : []),
          ]}
        />
      )}
    </div>
  );
}
