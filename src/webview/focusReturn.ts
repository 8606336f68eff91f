/**
 * What can have the focus next if the control that had it is no longer there. Not a checkbox, because the next press of
 * the space bar would change another task.
 */
const controls = 'button:enabled, a[href], summary, input:enabled:not([type=checkbox]), textarea:enabled';

/**
 * Returns the focus to the control that had it. Without this, VS Code focuses the whole page after a picker, and so does
 * the browser after it removed a control.
 */
export class FocusReturn {
  /** The control that has or had the focus, and the elements around it. Empty if the user left it by a click. */
  private path: readonly HTMLElement[] = [];

  constructor() {
    document.addEventListener('focusin', (event) => {
      const path = event.composedPath().filter((node) => node instanceof HTMLElement);
      this.path = path.slice(0, path.indexOf(document.body));
    });
    window.addEventListener('pointerup', () => {
      if (document.activeElement === document.body) this.path = [];
    });
    window.addEventListener('focus', () => {
      this.restore();
    });
  }

  /** Call this after the page was redrawn. Focuses the control, or else the nearest one, if nothing has the focus. */
  restore(): void {
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    const [control, ...around] = this.path;
    const near = around
      .filter((element) => element.isConnected)
      .map((element) => element.querySelector<HTMLElement>(controls))
      .find((found) => found !== null);
    (control?.isConnected === true ? control : near)?.focus({ preventScroll: true });
  }
}
