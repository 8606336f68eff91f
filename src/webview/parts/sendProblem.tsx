import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PageAct } from '../../model/page/pageMessages.ts';
import type { PageBox } from '../../model/page/pageState.ts';
import { isSentText } from '../../model/page/sentText.ts';
import type { BoxState } from '../pageDrafts.ts';
import { useBox, useTools } from '../pageContext.ts';
import { Confirm } from './confirm.tsx';
import { Icon } from './icon.tsx';

/** Explains below a box that its text wasn't sent, or may not have been, and offers the next steps. */
export function SendProblem({ box, onSend }: { readonly box: PageBox; readonly onSend: (act?: PageAct) => void }) {
  const { boxes, link } = useTools();
  const state = useBox(box);
  const { outcome } = state;
  // Holds the outcome, because a confirmation to discard one version doesn't apply to the next.
  const [asked, setAsked] = useState<typeof outcome>();
  if (!outcome) return null;
  const again = () => {
    onSend(actAgain(state));
  };
  if (outcome.how === 'conflict') {
    const { theirs } = outcome;
    // The merge doesn't contain text that the user typed since, so it must be made again.
    const isAsSent = !state.act || isSentText(state.act, state.text);
    const merged = isAsSent ? outcome.merged : undefined;
    return (
      <div class="gl-problem" role="alert">
        <p>
          <Icon name="git-compare" />{' '}
          {l10n.t('Someone else changed this text while you were editing. Nothing was overwritten.')}
        </p>
        <h4>{l10n.t('Theirs')}</h4>
        <pre class="gl-version" dir="auto" tabIndex={0}>
          {theirs}
        </pre>
        <h4>{l10n.t('Yours')}</h4>
        <pre class="gl-version" dir="auto" tabIndex={0}>
          {state.text}
        </pre>
        {asked === outcome ? (
          <Confirm
            question={l10n.t('Discard your changes?')}
            yes={l10n.t('Discard')}
            no={l10n.t('Keep Editing')}
            onYes={() => {
              boxes.clear(box);
            }}
            onNo={() => {
              setAsked(undefined);
            }}
          />
        ) : (
          <div class="gl-buttons">
            {merged !== undefined &&
              button(
                l10n.t('Merge Both'),
                () => {
                  boxes.settle(box, merged, theirs);
                },
                true,
              )}
            {!isAsSent && button(l10n.t('Compare Again'), again, true)}
            {button(
              l10n.t('Use Yours'),
              () => {
                boxes.settle(box, state.text, theirs);
              },
              merged === undefined && isAsSent,
            )}
            {button(l10n.t('Use Theirs'), () => {
              setAsked(outcome);
            })}
          </div>
        )}
      </div>
    );
  }
  return (
    <div class="gl-problem" role="alert">
      <p>
        <Icon name={outcome.how === 'failed' ? 'error' : 'question'} /> {outcome.message}{' '}
        {outcome.how === 'unknown' && l10n.t('Your text is saved as a draft.')}
      </p>
      <div class="gl-buttons">
        {outcome.how === 'failed' ? (
          button(l10n.t('Retry'), again, true)
        ) : (
          <>
            {button(
              l10n.t('Check Again'),
              () => {
                link.post({ type: 'refresh' });
              },
              true,
            )}
            {button(l10n.t('Send Again'), again)}
            {button(l10n.t('Mark as Sent'), () => {
              boxes.clear(box);
            })}
          </>
        )}
        {outcome.how === 'failed' &&
          button(l10n.t('Dismiss'), () => {
            boxes.dismiss(box);
          })}
      </div>
    </div>
  );

  function button(label: string, onClick: () => void, isPrimary = false) {
    return (
      <button type="button" class={isPrimary ? 'gl-button gl-button-primary' : 'gl-button'} onClick={onClick}>
        {label}
      </button>
    );
  }
}

/** Returns the last request with the current text of the box. */
function actAgain({ act, text, base, internal = false }: BoxState): PageAct | undefined {
  switch (act?.kind) {
    case 'comment':
      // The box determines whether the comment is internal. A thread can't be internal.
      return { ...act, body: text, internal, thread: act.thread && !internal };
    case 'reply':
      return { ...act, body: text };
    case 'editNote':
    case 'description':
      return { ...act, body: text, base: base ?? act.base };
    case 'title':
      return { ...act, title: text, base: base ?? act.base };
    default:
      return undefined;
  }
}
