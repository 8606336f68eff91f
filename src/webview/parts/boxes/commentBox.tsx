import * as l10n from '@vscode/l10n';
import { useBox, useTools, useViewer } from '../../pageContext.ts';
import type { BoxState } from '../../pageDrafts.ts';
import { Composer } from './composer.tsx';
import { Icon } from '../icon.tsx';

/** The box for a new comment, at the end of the discussion. */
export function CommentBox({ isClosed }: { readonly isClosed: boolean }) {
  const { boxes } = useTools();
  const { rights, isGone, isLocked } = useViewer();
  const state = useBox('comment');
  const mayComment = rights.comment && !isGone;
  // The banners at the top of the page show reasons that concern the whole issue.
  const why = isGone
    ? l10n.t("This issue no longer exists, so you can't comment on it.")
    : mayComment || rights.why !== undefined
      ? undefined
      : l10n.t("You don't have permission to comment on this issue.");
  if (!mayComment && state.text === '') {
    return why === undefined ? null : (
      <p class="gl-no-comment">
        <Icon name="lock" /> {why}
      </p>
    );
  }
  const comment = ({ text, internal = false }: BoxState) =>
    ({ kind: 'comment', body: text, internal, thread: false }) as const;
  const then = isClosed ? 'reopen' : 'close';
  return (
    <div class="gl-comment-box">
      <h3 class="gl-unseen">{l10n.t('Add a comment')}</h3>
      {why !== undefined && <p class="gl-no-comment">{why}</p>}
      {isLocked && (
        <p class="gl-faint">
          <Icon name="lock" /> {l10n.t('The discussion is locked. Only project members can comment.')}
        </p>
      )}
      <Composer
        box="comment"
        label={state.internal === true ? l10n.t('Internal note') : l10n.t('Comment')}
        placeholder={l10n.t('Write a comment…')}
        canClose={false}
        done={l10n.t('Comment sent')}
        send={{ label: l10n.t('Comment'), act: comment }}
        others={[
          ...(rights.edit
            ? [
                {
                  label: isClosed ? l10n.t('Comment and Reopen') : l10n.t('Comment and Close'),
                  act: (now: BoxState) => ({ ...comment(now), then }),
                },
              ]
            : []),
          ...(state.internal === true
            ? []
            : [{ label: l10n.t('Start Thread'), act: (now: BoxState) => ({ ...comment(now), thread: true }) }]),
        ]}
      >
        {rights.triage && (
          <label class="gl-check" title={l10n.t('Visible to project members only')}>
            <input
              type="checkbox"
              checked={state.internal === true}
              disabled={state.sending !== undefined}
              onChange={({ currentTarget }) => {
                boxes.setInternal('comment', currentTarget.checked);
              }}
            />
            {l10n.t('Internal note')}
          </label>
        )}
      </Composer>
    </div>
  );
}
