import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { Confirm } from '../confirm.tsx';
import { Icon } from '../icon.tsx';

export interface DraftHintProps {
  /** Whether the edit is being sent. Then the user can't discard it. */
  readonly isSending?: boolean;
  readonly onOpen: () => void;
  readonly onClear: () => void;
}

/** A hint that there is an unsaved edit. */
export function DraftHint({ isSending = false, onOpen, onClear }: DraftHintProps) {
  const [isAsking, setAsking] = useState(false);
  if (isAsking && !isSending) {
    return (
      <Confirm
        question={l10n.t('Discard your changes?')}
        yes={l10n.t('Discard')}
        no={l10n.t('Keep Editing')}
        onYes={onClear}
        onNo={() => {
          setAsking(false);
        }}
      />
    );
  }
  return (
    <div class="gl-draft-hint">
      <Icon name="edit" />
      <span>{isSending ? l10n.t('Sending…') : l10n.t('You have unsaved changes.')}</span>
      <button type="button" class="gl-link-button" onClick={onOpen}>
        {l10n.t('Continue Editing')}
      </button>
      <button
        type="button"
        class="gl-link-button"
        disabled={isSending}
        onClick={() => {
          setAsking(true);
        }}
      >
        {l10n.t('Discard')}
      </button>
    </div>
  );
}
