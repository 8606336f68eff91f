import * as l10n from '@vscode/l10n';

interface BoxTabsProps {
  readonly label: string;
  /** The id of the element that shows the selected tab. */
  readonly panel: string;
  readonly isPreview: boolean;
  readonly onClick: (isPreview: boolean) => void;
  /** Called for an arrow key, which keeps the focus on the tabs. */
  readonly onMove: () => void;
}

/** The Write and Preview tabs of a text box. */
export function BoxTabs({ label, panel, isPreview, onClick, onMove }: BoxTabsProps) {
  return (
    <div class="gl-tabs" role="tablist" aria-label={label}>
      {[false, true].map((isForPreview) => (
        <button
          key={String(isForPreview)}
          type="button"
          role="tab"
          class="gl-tab"
          aria-selected={isPreview === isForPreview}
          aria-controls={panel}
          tabIndex={isPreview === isForPreview ? 0 : -1}
          onClick={() => {
            onClick(isForPreview);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
            onMove();
            const { previousElementSibling, nextElementSibling } = event.currentTarget;
            const other = nextElementSibling ?? previousElementSibling;
            if (other instanceof HTMLElement) other.focus();
          }}
        >
          {isForPreview ? l10n.t('Preview') : l10n.t('Write')}
        </button>
      ))}
    </div>
  );
}
