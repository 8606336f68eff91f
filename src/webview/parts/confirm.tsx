import { useLayoutEffect, useRef } from 'preact/hooks';
import * as l10n from '@vscode/l10n';

export interface ConfirmProps {
  readonly question: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** A question in place of a dialog. Begins on the harmless answer; Esc is that one too. */
export function Confirm({ question, yes, onYes, onNo }: ConfirmProps) {
  const no = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    no.current?.focus();
  }, []);
  return (
    <div
      class="gl-confirm"
      role="group"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onNo();
      }}
    >
      <span>{question}</span>
      <button type="button" class="gl-button gl-button-danger" onClick={onYes}>
        {yes}
      </button>
      <button type="button" class="gl-button" onClick={onNo} ref={no}>
        {l10n.t('Keep')}
      </button>
    </div>
  );
}
