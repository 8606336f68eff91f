import { labelScope } from './projectChoices.ts';
import type { IssueChange } from './issueChange.ts';

/**
 * The change that gives an issue labels and takes others off; undefined where it is so already. Of a scope an issue has one
 * label: GitLab takes the others off, and some editions do not.
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
