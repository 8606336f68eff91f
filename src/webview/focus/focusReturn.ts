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

  /**
   * Call this after the page was redrawn. If nothing has the focus, focuses the control. If that is no longer there,
   * focuses the button that edits the same field of the issue, or else the nearest control.
   */
  restore(): void {
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    const [control, ...around] = this.path;
    const field = around.find((element) => element.matches('.gl-field'))?.querySelector<HTMLElement>('.gl-field-edit');
    const near = around
      .filter((element) => element.isConnected)
      .map((element) => element.querySelector<HTMLElement>(controls))
      .find((found) => found !== null);
    const next = field?.isConnected === true ? field : near;
    (control?.isConnected === true ? control : next)?.focus({ preventScroll: true });
  }
}
