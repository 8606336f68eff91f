/**
 * The day that a text means: `2026-12-24`, `friday`, `+2w`, `end of month`; null for `none` and its like, undefined for
 * what is no day. English words, as GitLab's `/due`. https://docs.gitlab.com/user/project/quick_actions/
 * @param now milliseconds since 1970; days are those of this machine.
 */
export async function readDueDate(text: string, now: number): Promise<string | null | undefined> {
  const words = text.trim().toLowerCase();
  if (['', 'none', 'no', 'clear', 'remove'].includes(words)) return null;
  // Only who types a date needs it.
  const { casual } = await import('chrono-node/en');
  const date = casual.parseDate(words, new Date(now), { forwardDate: true });
  if (!date) return undefined;
  const part = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
