import * as l10n from '@vscode/l10n';
import { useBox, useTools, useViewer } from '../pageContext.ts';
import type { BoxState } from '../pageBoxes.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icon.tsx';

/** The box for a new comment, at the end of the discussion. */
export function CommentBox({ isClosed }: { readonly isClosed: boolean }) {
  const { boxes } = useTools();
  const { rights, isGone, isLocked } = useViewer();
  const state = useBox('comment');
  const why = isGone
    ? l10n.t('The issue is gone: nothing can be written.')
    : rights.comment
      ? undefined
      : (rights.why ?? l10n.t('Your role does not allow comments here.'));
  if (why !== undefined && state.text === '') {
    return (
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
          <Icon name="lock" /> {l10n.t('The discussion is locked: only members of the project can comment.')}
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
                  label: isClosed ? l10n.t('Comment & reopen') : l10n.t('Comment & close'),
                  act: (now: BoxState) => ({ ...comment(now), then }),
                },
              ]
            : []),
          ...(state.internal === true
            ? []
            : [{ label: l10n.t('Start thread'), act: (now: BoxState) => ({ ...comment(now), thread: true }) }]),
        ]}
      >
        {rights.triage && (
          <label class="gl-check" title={l10n.t('Only members of the project see an internal note.')}>
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
