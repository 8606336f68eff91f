/** Returns `priority::` for `priority::1`. The scope ends at the last double colon. */
function scopeOf(label: string): string | undefined {
  const at = label.lastIndexOf('::');
  return at > 0 ? label.slice(0, at) : undefined;
}

/** Keeps one label per scope. The last new label wins (EE's `ScopedLabelSet`). Old labels stay unchanged. */
export function exclusive(labels: readonly string[], before: readonly string[]): string[] {
  const added = labels.filter((label) => !before.includes(label));
  const winners = new Map<string, string>();
  for (const label of added) {
    const scope = scopeOf(label);
    if (scope !== undefined) winners.set(scope, label);
  }
  return labels.filter((label) => {
    const winner = winners.get(scopeOf(label) ?? '');
    return winner === undefined || winner === label;
  });
}
