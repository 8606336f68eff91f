import { pathBelow } from './instanceBases.ts';

/**
 * Returns the path of the project or group in the URL of a milestone. Empty for any other URL.
 * @param bases the base URLs of the instance.
 */
export function milestoneOwner(webUrl: string, bases: readonly string[]): string {
  return /^(?:groups\/)?(.+)\/-\/milestones\/\d+$/.exec(pathBelow(bases, webUrl) ?? '')?.[1] ?? '';
}
