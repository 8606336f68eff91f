/**
 * A line with a task that GitLab can toggle: in lists in lists, in block quotes, with text after the box. Nothing else
 * is one, such as a box in a table cell, in the first line of a footnote, or in a quote in a list. An inapplicable task
 * (`[~]`) can't be toggled. Follows `Taskable::ITEM_PATTERN`:
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/models/concerns/taskable.rb
 */
const task =
  /^((?:>[ \t\f\v\r]{0,4})*(?:[ \t\f\v\r]*(?:[-+*]|\d+[.)]))+[ \t\f\v\r]+\[)([\p{White_Space}xX])(\][ \t\f\v\r].+)$/su;

/** Whether GitLab can toggle the task in a line of a text. */
export function isTask(line: string): boolean {
  return task.test(line);
}

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
  if (at === undefined || found === undefined || !isTask(found)) return undefined;
  return lines.with(at, found.replace(task, `$1${checked ? 'x' : ' '}$3`)).join('\n');
}
