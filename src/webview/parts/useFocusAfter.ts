import { useLayoutEffect, useRef } from 'preact/hooks';

/** Focuses the element around a popup or editor that had the focus when it closed. */
export function useFocusAfter(isOpen: boolean, target: { readonly current: HTMLElement | null }): void {
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (wasOpen.current && !isOpen && isLost) target.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
}
