import { labelScope } from './projectChoices.ts';
import type { IssueChange } from './issueChange.ts';

/**
 * The change that adds and removes labels of an issue. Undefined if nothing changes. Also removes other labels of the
 * same scopes, because an issue can have only one label per scope and not every GitLab edition removes them itself.
 */
export function relabelling(
  labels: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): Required<Pick<IssueChange, 'addLabels' | 'removeLabels'>> | undefined {
  const addLabels = add.filter((label) => !labels.includes(label));
  const scopes = new Set(add.map(labelScope));
  const excluded = labels.filter((label) => scopes.has(labelScope(label) ?? '') && !add.includes(label));
  const removeLabels = [...new Set([...remove.filter((label) => labels.includes(label)), ...excluded])];
  return addLabels.length + removeLabels.length === 0 ? undefined : { addLabels, removeLabels };
}
