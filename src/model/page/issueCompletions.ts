import { foldedText } from '../text/foldedText.ts';
import type { Issue } from '../issue.ts';
import type { Completion } from './pageMessages.ts';

/**
 * Completes `#` in a text with issues that match by the start of their number or by words in their title. Issues of the
 * same project come first.
 * @param projectPath the project that the text belongs to.
 */
export function issueCompletions(
  words: string,
  projectPath: string,
  issues: readonly Issue[],
  most: number,
): Completion[] {
  const wanted = foldedText(words);
  const found = issues.filter(({ iid, title }) => String(iid).startsWith(words) || foldedText(title).includes(wanted));
  const isOwn = ({ reference, iid }: Issue) => reference === `${projectPath}#${iid}`;
  const [own, others] = [found.filter(isOwn), found.filter((issue) => !isOwn(issue))];
  return [...own, ...others].slice(0, most).map(({ reference, title }) => {
    const insert = referenceFrom(projectPath, reference);
    return { insert, label: insert, detail: title };
  });
}

/**
 * The shortest reference that GitLab accepts: `#12` in the same project, `app#12` in the same namespace, else the full
 * path. https://docs.gitlab.com/user/markdown/#cross-project-references
 */
function referenceFrom(projectPath: string, reference: string): string {
  const namespace = projectPath.slice(0, projectPath.lastIndexOf('/') + 1);
  if (reference.startsWith(`${projectPath}#`)) return reference.slice(projectPath.length);
  const inside = reference.startsWith(namespace) ? reference.slice(namespace.length) : reference;
  return inside.includes('/') ? reference : inside;
}
