import { inverseChange } from './inverseChange.ts';
import type { Issue } from './issue.ts';
import { baseOf } from './issueBase.ts';
import type { IssueChange } from './issueChange.ts';
import type { IssueAct } from './issueCommand.ts';

/**
 * The act that reverts a change, unless the same fields have changed since then. Undefined if there's nothing to revert.
 *
 * @param after the issue in the response to the change.
 */
export function inverseAct(change: IssueChange, before: Issue, after: Issue): IssueAct | undefined {
  const inverse = inverseChange(change, before, after);
  if (Object.keys(inverse).length === 0) return undefined;
  return { kind: 'change', change: inverse, base: baseOf(after, inverse) };
}
