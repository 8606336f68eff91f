import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { PageMessage } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { useTools } from '../pageContext.ts';
import { Icon } from './icon.tsx';
import { Person } from './person.tsx';
import { Time } from './time.tsx';

/** The notices above the issue. */
export function Banners({ state, isShort }: { readonly state: PageState; readonly isShort: boolean }) {
  const { details, issue, problem, signInAgain, age, isGone, rights } = state;
  return (
    <div class="gl-banners">
      {isGone && (
        <Banner icon="trash" kind="error">
          {l10n.t('This issue was deleted, or you no longer have access to it. Showing the last saved version.')}{' '}
          <LinkButton message={{ type: 'refresh' }}>{l10n.t('Try Again')}</LinkButton>
        </Banner>
      )}
      {problem !== undefined && (
        <Banner icon="warning" kind="warning">
          {problem} {age !== undefined && l10n.t('Last updated {0}.', age)}{' '}
          {signInAgain ? (
            <LinkButton message={{ type: 'signIn' }}>{l10n.t('Sign In')}</LinkButton>
          ) : (
            <LinkButton message={{ type: 'refresh' }}>{l10n.t('Refresh')}</LinkButton>
          )}
        </Banner>
      )}
      {rights.why !== undefined && (
        <Banner icon="lock" kind="info">
          {rights.why}
          {rights.signInHelps && (
            <>
              {' '}
              <LinkButton message={{ type: 'signIn' }}>{l10n.t('Sign In')}</LinkButton>
            </>
          )}
        </Banner>
      )}
      {isShort && (
        <Banner icon="info" kind="info">
          {l10n.t('Some names in this issue are too long to show in full.')}{' '}
          <a href={issue.webUrl}>{l10n.t('Open in GitLab')}</a>
        </Banner>
      )}
      {details?.movedTo && (
        <Banner icon="arrow-right" kind="info">
          <Successor of={details.movedTo} known={l10n.t('This issue was moved to')}>
            {l10n.t('This issue was moved to another project.')}
          </Successor>
        </Banner>
      )}
      {details?.duplicateOf && (
        <Banner icon="copy" kind="info">
          <Successor of={details.duplicateOf} known={l10n.t('This issue is a duplicate of')}>
            {l10n.t('This issue was closed as a duplicate of another issue.')}
          </Successor>
        </Banner>
      )}
      {issue.state === 'closed' && details?.closedAt !== undefined && (
        <Banner icon="pass" kind="info">
          {l10n.t('Closed')} <Time at={details.closedAt} />
          {details.closedBy && (
            <>
              {' '}
              {l10n.t('by')} <Person user={details.closedBy} />
            </>
          )}
        </Banner>
      )}
    </div>
  );
}

interface BannerProps {
  readonly icon: string;
  readonly kind: 'info' | 'warning' | 'error';
  readonly children: ComponentChildren;
}

function Banner({ icon, kind, children }: BannerProps) {
  return (
    <div class={`gl-banner gl-banner-${kind}`} role="note">
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

function LinkButton({ message, children }: { readonly message: PageMessage; readonly children: string }) {
  const { link } = useTools();
  return (
    <button
      type="button"
      class="gl-link-button"
      onClick={() => {
        link.post(message);
      }}
    >
      {children}
    </button>
  );
}

/** A link to the issue that replaces this one, or a sentence if that issue is unknown. */
function Successor(props: { of: { reference?: string; webUrl?: string }; known: string; children: string }) {
  const { reference, webUrl } = props.of;
  if (reference === undefined || webUrl === undefined) return <>{props.children}</>;
  return (
    <>
      {props.known} <a href={webUrl}>{reference}</a>
    </>
  );
}
