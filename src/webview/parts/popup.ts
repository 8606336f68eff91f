import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Popup {
  /** Contains the button and its popup. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
  /** Closes it and focuses the button. */
  readonly close: () => void;
}

/**
 * The behavior of every popup. Esc, a click elsewhere, or focus elsewhere closes it.
 * @param focusFirst moves the focus into the popup. Called after the popup is in its final position, because focusing
 * scrolls.
 */
export function usePopup(isOpen: boolean, setOpen: (isOpen: boolean) => void, focusFirst: () => void): Popup {
  const place = useRef<HTMLDivElement | null>(null);
  const button = useRef<HTMLButtonElement | null>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    keepInside(place.current?.querySelector<HTMLElement>('.gl-popup'));
    focusFirst();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    };
    const onElsewhere = ({ target }: Event) => {
      if (target instanceof Node && !place.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('keydown', onKey, { capture: true });
    document.addEventListener('pointerdown', onElsewhere);
    document.addEventListener('focusin', onElsewhere);
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true });
      document.removeEventListener('pointerdown', onElsewhere);
      document.removeEventListener('focusin', onElsewhere);
    };
  }, [isOpen]);
  return { place, button, close };
}

/** Moves a popup at the edge of a narrow window into view. */
function keepInside(popup: HTMLElement | null | undefined): void {
  if (!popup) return;
  const { left, right } = popup.getBoundingClientRect();
  const over = Math.max(right - document.documentElement.clientWidth + edge, 0);
  const shift = Math.max(-over, edge - left);
  if (over > 0 || left < edge) popup.style.setProperty('translate', `${shift}px`);
}

const edge = 8;
