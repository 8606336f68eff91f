import type { IssueName } from './issueActions.ts';

/**
 * The issue that a user means by `12`, `#12`, `group/app#12` or the address of its page on the instance; undefined for
 * any other text.
 * @param projectPath of the project that a number alone is of.
 */
export function readIssueName(text: string, instance: string, projectPath: string): IssueName | undefined {
  const words = text.trim();
  const [, path, number] = /^([\w.-]+(?:\/[\w.-]+)+)?#?(\d+)$/.exec(words) ?? [];
  if (number !== undefined && (path === undefined || words.includes('#'))) return named(path ?? projectPath, number);
  if (!words.toLowerCase().startsWith(`${instance.toLowerCase()}/`)) return undefined;
  const [, ofPage, iid] =
    /^(.+?)\/(?:-\/)?(?:issues|work_items)\/(\d+)(?:[/?#].*)?$/.exec(words.slice(instance.length + 1)) ?? [];
  return ofPage === undefined || iid === undefined ? undefined : named(ofPage, iid);
}

function named(projectPath: string, number: string): IssueName | undefined {
  const iid = Number(number);
  return Number.isSafeInteger(iid) && iid > 0 ? { projectPath, iid } : undefined;
}
