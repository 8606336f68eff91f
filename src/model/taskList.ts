/** `- [ ]`, `* [x]`, `1. [ ]`, also within quotes. An inapplicable task (`[~]`) has no box to tick. https://docs.gitlab.com/user/markdown/#task-lists */
const task = /^((?:\s|>)*(?:[-*+]|\d{1,9}[.)])\s+\[)([ xX])(\](?=\s).*)$/s;

/**
 * A text with the box of one task ticked or cleared; undefined where that task no longer exists.
 * @param line where the task was, from 0. If it is elsewhere by now, it is found by what it read as.
 * @param source the whole line, as it was.
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
