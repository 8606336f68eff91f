import type { IssueName } from '../issueActions.ts';
import { isFullPath } from './fullPath.ts';
import { pathBelow } from './instanceBases.ts';
import { addressOfIssue } from './issueLink.ts';

/**
 * Reads an issue reference from user input: `12`, `#12`, `group/app#12`, or the URL of its page on the instance.
 * Undefined for any other text.
 * @param bases the base URLs of the instance.
 * @param projectPath the project of a number without a path.
 */
export function readIssueName(text: string, bases: readonly string[], projectPath: string): IssueName | undefined {
  const words = text.trim();
  const [, path, number] = /^(?:([\w.-]+(?:\/[\w.-]+)+)#|#?)(\d+)$/.exec(words) ?? [];
  if (number !== undefined) return named(path ?? projectPath, number);
  const address = addressOfIssue(words);
  const below = address && pathBelow(bases, address.project);
  // An item of a group (`groups/team`) is an epic.
  return below !== undefined && isFullPath(below) ? named(below, String(address?.iid)) : undefined;
}

function named(projectPath: string, number: string): IssueName | undefined {
  const iid = Number(number);
  return Number.isSafeInteger(iid) && iid > 0 ? { projectPath, iid } : undefined;
}
