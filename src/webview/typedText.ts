type TextField = HTMLTextAreaElement | HTMLInputElement;

/** Replaces the selection with a text, so that the user can undo it. */
export function typeText(field: TextField, text: string, start = field.selectionStart, end = field.selectionEnd): void {
  field.focus();
  field.setSelectionRange(start ?? 0, end ?? 0);
  // No other API preserves the undo history.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, start ?? 0, end ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Adds signs around the selection, or removes them, and keeps the words selected. */
export function surround(field: TextField, before: string, after = before): void {
  const [start, end] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  const { value } = field;
  const words = value.slice(start, end);
  const isSurrounded = value.slice(0, start).endsWith(before) && value.slice(end).startsWith(after);
  if (isSurrounded) {
    typeText(field, words, start - before.length, end + after.length);
    field.setSelectionRange(start - before.length, end - before.length);
    return;
  }
  typeText(field, `${before}${words}${after}`, start, end);
  field.setSelectionRange(start + before.length, end + before.length);
}

/** Turns the selection into a link, and puts the cursor at the missing part. */
export function makeLink(field: TextField): void {
  const [start, end] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  const words = field.value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  typeText(field, isAddress ? `[](${words})` : `[${words}]()`, start, end);
  const at = isAddress || words === '' ? start + 1 : start + words.length + 3;
  field.setSelectionRange(at, at);
}

/** Adds a prefix to every line of the selection, or removes it if every line has it. */
export function prefixLines(field: TextField, prefix: string): void {
  const { value } = field;
  const start = value.lastIndexOf('\n', (field.selectionStart ?? 0) - 1) + 1;
  const next = value.indexOf('\n', Math.max(field.selectionEnd ?? 0, start));
  const end = next < 0 ? value.length : next;
  const lines = value.slice(start, end).split('\n');
  const hasAll = lines.every((line) => line.startsWith(prefix));
  const changed = lines.map((line) => (hasAll ? line.slice(prefix.length) : prefix + line)).join('\n');
  typeText(field, changed, start, end);
}
