import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PageAct, SendOutcome } from '../../../model/page/pageMessages.ts';
import type { PageBox } from '../../../model/page/pageState.ts';
import { isSentText } from '../../../model/page/sentText.ts';
import type { BoxState } from '../../pageDrafts.ts';
import { useBox, useTools } from '../../pageContext.ts';
import { ConfirmDiscard } from './confirmDiscard.tsx';
import { Icon } from '../icon.tsx';

/** Explains below a box that its text wasn't sent, or may not have been, and offers the next steps. */
export function SendProblem({ box, onSend }: { readonly box: PageBox; readonly onSend: (act?: PageAct) => void }) {
  const { boxes, link } = useTools();
  const state = useBox(box);
  const { outcome } = state;
  if (!outcome) return null;
  const again = () => {
    onSend(actAgain(state));
  };
  if (outcome.how === 'conflict') return <Conflict box={box} state={state} conflict={outcome} onAgain={again} />;
  return (
    <div class="gl-problem" role="alert">
      <p>
        <Icon name={outcome.how === 'failed' ? 'error' : 'question'} /> {outcome.message}{' '}
        {outcome.how === 'unknown' && l10n.t('Your text is saved as a draft.')}
      </p>
      {outcome.how === 'failed' ? (
        <div class="gl-buttons">
          <Button isPrimary label={l10n.t('Retry')} onClick={again} />
          <Button
            label={l10n.t('Dismiss')}
            onClick={() => {
              boxes.dismiss(box);
            }}
          />
        </div>
      ) : (
        <div class="gl-buttons">
          <Button
            isPrimary
            label={l10n.t('Check Again')}
            onClick={() => {
              link.post({ type: 'refresh' });
            }}
          />
          <Button label={l10n.t('Send Again')} onClick={again} />
          <Button
            label={l10n.t('Mark as Sent')}
            onClick={() => {
              boxes.clear(box);
            }}
          />
        </div>
      )}
    </div>
  );
}

interface ConflictProps {
  readonly box: PageBox;
  readonly state: BoxState;
  readonly conflict: Extract<SendOutcome, { how: 'conflict' }>;
  /** Compares the current text with the server again. */
  readonly onAgain: () => void;
}

function Conflict({ box, state, conflict, onAgain }: ConflictProps) {
  const { boxes } = useTools();
  const { theirs } = conflict;
  // Holds the conflict, because a confirmation to discard one version doesn't apply to the next.
  const [asked, setAsked] = useState<typeof conflict>();
  // The merge doesn't contain text that the user typed since, so it must be made again.
  const isAsSent = !state.act || isSentText(state.act, state.text);
  const merged = isAsSent ? conflict.merged : undefined;
  const settle = (text: string) => () => {
    boxes.settle(box, text, theirs);
  };
  return (
    <div class="gl-problem" role="alert">
      <p>
        <Icon name="git-compare" />{' '}
        {l10n.t('Someone else changed this text while you were editing. Nothing was overwritten.')}
      </p>
      <strong>{l10n.t('Theirs')}</strong>
      <pre class="gl-version" dir="auto" tabIndex={0}>
        {theirs}
      </pre>
      <strong>{l10n.t('Yours')}</strong>
      <pre class="gl-version" dir="auto" tabIndex={0}>
        {state.text}
      </pre>
      {asked === conflict ? (
        <ConfirmDiscard
          onYes={() => {
            boxes.clear(box);
          }}
          onNo={() => {
            setAsked(undefined);
          }}
        />
      ) : (
        <div class="gl-buttons">
          {merged !== undefined && <Button isPrimary label={l10n.t('Merge Both')} onClick={settle(merged)} />}
          {!isAsSent && <Button isPrimary label={l10n.t('Compare Again')} onClick={onAgain} />}
          <Button
            isPrimary={merged === undefined && isAsSent}
            label={l10n.t('Use Yours')}
            onClick={settle(state.text)}
          />
          <Button
            label={l10n.t('Use Theirs')}
            onClick={() => {
              setAsked(conflict);
            }}
          />
        </div>
      )}
    </div>
  );
}

interface ButtonProps {
  readonly label: string;
  readonly isPrimary?: boolean;
  readonly onClick: () => void;
}

function Button({ label, isPrimary = false, onClick }: ButtonProps) {
  return (
    <button type="button" class={isPrimary ? 'gl-button gl-button-primary' : 'gl-button'} onClick={onClick}>
      {label}
    </button>
  );
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
