import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { Confirm } from './confirm.tsx';
import { Icon } from './icon.tsx';

/** Says that an edit was left and not saved. */
export function DraftHint({ onOpen, onClear }: { readonly onOpen: () => void; readonly onClear: () => void }) {
  const [isAsking, setAsking] = useState(false);
  if (isAsking) {
    return (
      <Confirm
        question={l10n.t('Throw away what you typed?')}
        yes={l10n.t('Throw away')}
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
      <span>{l10n.t('You have an edit that is not saved.')}</span>
      <button type="button" class="gl-link-button" onClick={onOpen}>
        {l10n.t('Go on')}
      </button>
      <button
        type="button"
        class="gl-link-button"
        onClick={() => {
          setAsking(true);
        }}
      >
        {l10n.t('Throw away')}
      </button>
    </div>
  );
}
