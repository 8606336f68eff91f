const scrollKeys: readonly string[] = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', ' '];

/** The element that the user went to, until they scroll. */
let reached: HTMLElement | undefined;

/** Notes when the user scrolls. What is drawn later above an element can scroll the page, too. */
export function watchScrolling(): void {
  const forget = () => {
    reached = undefined;
  };
  for (const type of ['wheel', 'touchmove', 'pointerdown'])
    window.addEventListener(type, forget, { capture: true, passive: true });
  const onKey = ({ key }: KeyboardEvent) => {
    if (scrollKeys.includes(key)) forget();
  };
  window.addEventListener('keydown', onKey, { capture: true });
}

/** Scrolls to an element and focuses it, so that screen readers continue there. */
export function focusOn(target: HTMLElement): void {
  reached = target;
  target.scrollIntoView({ block: 'start' });
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** Whether the user went to an element with {@link focusOn}, and hasn't scrolled since. */
export function isReached(element: HTMLElement | undefined): boolean {
  return element !== undefined && element === reached;
}
