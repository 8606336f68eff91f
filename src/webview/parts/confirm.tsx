import { useLayoutEffect, useRef } from 'preact/hooks';

export interface ConfirmProps {
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** An inline confirmation. The harmless answer has the focus, and Esc selects it. */
export function Confirm({ question, yes, no, onYes, onNo }: ConfirmProps) {
  const harmless = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    harmless.current?.focus();
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
      <button type="button" class="gl-button" onClick={onNo} ref={harmless}>
        {no}
      </button>
    </div>
  );
}
