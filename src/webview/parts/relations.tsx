import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { ChildTask, IssueLink, RelatedMergeRequest } from '../../model/issueDetails.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { emojiOf } from '../../model/text/emojiOf.ts';
import { withEmoji } from '../../model/text/shortcodes.ts';
import { useViewer } from '../pageContext.ts';
import { useAct } from './act.ts';
import { Entries } from './entries.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { useRun } from './useRun.ts';
import { plainText } from '../../model/text/plainText.ts';

/** In the order of the page. */
const linkKinds = ['blocks', 'is_blocked_by', 'relates_to'] as const;

/** Child tasks, linked issues, and merge requests. Hides empty sections. */
export function Relations({ state: { details, project } }: { readonly state: PageState }) {
  const { children = [], links, mergeRequests = [] } = details ?? {};
  return (
    <>
      {children.length > 0 && <Children items={children} />}
      {links !== undefined && <Links links={links} project={project.path} />}
      {mergeRequests.length > 0 && <MergeRequests requests={mergeRequests} project={project.path} />}
    </>
  );
}

function Children({ items }: { readonly items: readonly ChildTask[] }) {
  const done = items.filter(({ state }) => state === 'closed').length;
  return (
    <Part id="gl-children" title={l10n.t('Child tasks')} count={l10n.t('{0} of {1} done', done, items.length)}>
      <progress max={items.length} value={done} aria-label={l10n.t('Done')} />
      <Entries class="gl-rows" all={items}>
        {({ iid, title, state, webUrl }) => (
          <Row key={iid} icon={issueIcon(state)} href={webUrl} title={title} reference={`#${iid}`} />
        )}
      </Entries>
    </Part>
  );
}

function Links({ links, project }: { readonly links: readonly IssueLink[]; readonly project: string }) {
  const run = useRun();
  const { rights, isGone } = useViewer();
  const [act, isBusy] = useAct();
  const mayLink = rights.triage && !isGone;
  if (links.length === 0 && !mayLink) return null;
  const add = <IconButton icon="add" label={l10n.t('Link to Issue')} onClick={run('linkIssue')} />;
  const byKind = linkKinds.map((kind) => [kind, links.filter(({ type }) => type === kind)] as const);
  return (
    <Part
      id="gl-links"
      title={l10n.t('Linked issues')}
      count={links.length > 0 ? String(links.length) : undefined}
      action={mayLink && add}
    >
      {byKind.map(
        ([kind, some]) =>
          some.length > 0 && (
            <div key={kind}>
              <h3>{kindName(kind)}</h3>
              <Entries class="gl-rows" all={some}>
                {({ linkId, issue }) => (
                  <Row
                    key={linkId}
                    icon={issueIcon(issue.state)}
                    href={issue.webUrl}
                    title={issue.title}
                    reference={shortReference(issue.reference, project)}
                  >
                    {mayLink && (
                      <IconButton
                        icon="close"
                        label={l10n.t('Remove Link to {0}', issue.reference)}
                        isDisabled={isBusy}
                        onClick={() => void act({ kind: 'unlink', link: linkId }, l10n.t('Link removed'))}
                      />
                    )}
                  </Row>
                )}
              </Entries>
            </div>
          ),
      )}
    </Part>
  );
}

interface MergeRequestsProps {
  readonly requests: readonly RelatedMergeRequest[];
  readonly project: string;
}

function MergeRequests({ requests, project }: MergeRequestsProps) {
  return (
    <Part id="gl-merge-requests" title={l10n.t('Merge requests')} count={String(requests.length)}>
      <Entries class="gl-rows" all={requests}>
        {(request) => (
          <Row
            key={request.id}
            icon={requestIcon(request)}
            href={request.webUrl}
            title={request.title}
            reference={shortReference(request.reference, project)}
          >
            {request.closes && (
              <span class="gl-badge" title={l10n.t('Closes this issue when it is merged')}>
                {l10n.t('closes')}
              </span>
            )}
          </Row>
        )}
      </Entries>
    </Part>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly count: string | undefined;
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

function Part({ id, title, count, action, children }: PartProps) {
  return (
    <section class="gl-relations" aria-labelledby={id}>
      <div class="gl-section-head">
        <h2 id={id}>
          {title} {count !== undefined && <span class="gl-count">{count}</span>}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}

interface RowProps {
  readonly icon: { readonly name: string; readonly label: string; readonly class: string };
  readonly href: string;
  readonly title: string;
  readonly reference: string;
  readonly children?: ComponentChildren;
}

function Row({ icon, href, title, reference, children }: RowProps) {
  return (
    <li class="gl-row">
      <span class="gl-row-icon" title={icon.label}>
        <Icon name={icon.name} class={icon.class} />
        <span class="gl-unseen">{icon.label}</span>
      </span>
      <a href={href} dir="auto" class="gl-row-title">
        {plainText(withEmoji(title, emojiOf))}
      </a>
      <span class="gl-faint">{reference}</span>
      {children}
    </li>
  );
}

function issueIcon(state: 'opened' | 'closed'): RowProps['icon'] {
  return state === 'opened'
    ? { name: 'issues', label: l10n.t('Open'), class: 'gl-open' }
    : { name: 'pass', label: l10n.t('Closed'), class: 'gl-closed' };
}

function requestIcon({ state, isDraft }: RelatedMergeRequest): RowProps['icon'] {
  if (state === 'merged') return { name: 'git-merge', label: l10n.t('Merged'), class: 'gl-closed' };
  if (state !== 'opened') return { name: 'git-pull-request-closed', label: l10n.t('Closed'), class: 'gl-bad' };
  return isDraft
    ? { name: 'git-pull-request-draft', label: l10n.t('Draft'), class: 'gl-faint' }
    : { name: 'git-pull-request', label: l10n.t('Open'), class: 'gl-open' };
}

function kindName(kind: IssueLink['type']): string {
  switch (kind) {
    case 'blocks':
      return l10n.t('Blocks');
    case 'is_blocked_by':
      return l10n.t('Is blocked by');
    case 'relates_to':
      return l10n.t('Related');
  }
}

function shortReference(reference: string, project: string): string {
  return reference.startsWith(`${project}#`) || reference.startsWith(`${project}!`)
    ? reference.slice(project.length)
    : reference;
}
