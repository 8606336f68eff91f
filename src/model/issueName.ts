import type { IssueName } from './issueActions.ts';
import { addressOfIssue } from './issueLink.ts';

/**
 * Reads an issue reference from user input: `12`, `#12`, `group/app#12`, or the URL of its page on the instance.
 * Undefined for any other text.
 * @param projectPath the project of a number without a path.
 */
export function readIssueName(text: string, instance: string, projectPath: string): IssueName | undefined {
  const words = text.trim();
  const [, path, number] = /^(?:([\w.-]+(?:\/[\w.-]+)+)#|#?)(\d+)$/.exec(words) ?? [];
  if (number !== undefined) return named(path ?? projectPath, number);
  const address = addressOfIssue(words);
  return address?.project.toLowerCase().startsWith(`${instance.toLowerCase()}/`)
    ? named(address.project.slice(instance.length + 1), String(address.iid))
    : undefined;
}

function named(projectPath: string, number: string): IssueName | undefined {
  const iid = Number(number);
  return Number.isSafeInteger(iid) && iid > 0 ? { projectPath, iid } : undefined;
}
