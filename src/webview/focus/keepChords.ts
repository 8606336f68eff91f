/**
 * Keeps the first key of the chords, `Ctrl+I` or `Cmd+I`, in text fields, because VS Code would wait for the next key.
 * VS Code listens on the window.
 */
export function keepChords(): void {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey } = event;
    if (!(target instanceof HTMLElement) || !target.matches('textarea, input:not([type=checkbox])')) return;
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'i') event.stopPropagation();
  });
}
