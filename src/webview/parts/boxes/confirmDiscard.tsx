import * as l10n from '@vscode/l10n';
import { Confirm } from '../confirm.tsx';

/** Asks before the text of a box is discarded. */
export function ConfirmDiscard({ onYes, onNo }: { readonly onYes: () => void; readonly onNo: () => void }) {
  return (
    <Confirm
      question={l10n.t('Discard your changes?')}
      yes={l10n.t('Discard')}
      no={l10n.t('Keep Editing')}
      onYes={onYes}
      onNo={onNo}
    />
  );
}
