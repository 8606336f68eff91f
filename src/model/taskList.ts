/**
 * Matches `- [ ]`, `* [x]`, and `1. [ ]`, also in block quotes. An inapplicable task (`[~]`) can't be toggled.
 * https://docs.gitlab.com/user/markdown/#task-lists
 */
const task = /^((?:\s|>)*(?:[-*+]|\d{1,9}[.)])\s+\[)([ xX])(\](?=\s).*)$/s;

/**
 * Selects or clears the checkbox of one task in a text. Undefined if the task no longer exists.
 * @param line the 0-based line of the task. If the task moved since, its `source` finds it.
 * @param source the whole line, as the user saw it.
 */
export function tickedTask(text: string, line: number, source: string, checked: boolean): string | undefined {
  const lines = text.split('\n');
  const isSame = (candidate: string | undefined) => {
    const [is, was] = [candidate, source].map((each) => each?.replace(/\r$/, '').replace(task, '$1 $3'));
    return is === was && is !== undefined;
  };
  const places = lines.flatMap((candidate, at) => (isSame(candidate) ? [at] : []));
  const at = isSame(lines[line]) ? line : places.length === 1 ? places[0] : undefined;
  const found = at === undefined ? undefined : lines[at];
  if (at === undefined || found === undefined || !task.test(found)) return undefined;
  return lines.with(at, found.replace(task, `$1${checked ? 'x' : ' '}$3`)).join('\n');
}
