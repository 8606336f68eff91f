/** The position of the cursor, which the page restores after a reload. */
export interface KeptCursor {
  /** The box's name, from the `data-box` of its field. */
  readonly box: string;
  readonly start: number;
  readonly end: number;
}

type Field = HTMLTextAreaElement | HTMLInputElement;

/** Undefined if no box has the focus. */
export function cursorNow(): KeptCursor | undefined {
  const field = document.activeElement;
  if (!isField(field)) return undefined;
  const { selectionStart, selectionEnd, dataset } = field;
  return { box: dataset['box'] ?? '', start: selectionStart ?? 0, end: selectionEnd ?? 0 };
}

/**
 * Restores the cursor. If the page doesn't have the focus, waits until it does, so that an editor next to the page
 * keeps the focus.
 */
export function restoreCursor(kept: unknown): void {
  const { box, start, end } = (kept ?? {}) as Partial<KeptCursor>;
  const field = [...document.querySelectorAll('[data-box]')]
    .filter(isField)
    .find(({ dataset }) => dataset['box'] === box);
  if (!field || typeof start !== 'number' || typeof end !== 'number') return;
  const restore = () => {
    if (document.activeElement !== document.body || !field.isConnected) return;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
  };
  if (document.hasFocus()) restore();
  else window.addEventListener('focus', restore, { once: true });
}

function isField(element: Element | null): element is Field {
  return element instanceof HTMLElement && 'box' in element.dataset;
}
