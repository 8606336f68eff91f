import { labelScope } from './projectChoices.ts';
import type { IssueChange } from './issueChange.ts';

/**
 * The change that adds labels to an issue and removes others; undefined where nothing changes. Of a scope an issue has one
 * label: GitLab removes the others, but some editions do not.
 */
export function relabelling(
  labels: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): Required<Pick<IssueChange, 'addLabels' | 'removeLabels'>> | undefined {
  const addLabels = add.filter((label) => !labels.includes(label));
  const scopes = new Set(add.map(labelScope).filter((scope) => scope !== undefined));
  const excluded = labels.filter((label) => scopes.has(labelScope(label) ?? '') && !add.includes(label));
  const removeLabels = [...new Set([...remove.filter((label) => labels.includes(label)), ...excluded])];
  return addLabels.length + removeLabels.length === 0 ? undefined : { addLabels, removeLabels };
}
