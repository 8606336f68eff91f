import * as l10n from '@vscode/l10n';
import { basesOf, pathBelow } from '../../model/address/instanceBases.ts';
import type { Issue } from '../../model/issue.ts';
import { projectNameOf, projectPathOf } from '../../model/issueScope.ts';
import { trackerText } from '../../model/address/trackerAddress.ts';
import type { TrackerState } from './trackerState.ts';

/** A tracker, and the project in it that was named. */
export interface NamedTracker {
  readonly tracker: TrackerState;
  /** The full path of a single project, if a group's or the user's issues were named by it. */
  readonly projectPath?: string;
}

/**
 * Finds a tracker by the web URL of its project or group, or by its path if only one instance has that path. Otherwise
 * finds a tracker that includes the issues of the named project.
 */
export function trackerNamed(
  trackers: readonly TrackerState[],
  name: string,
  issuesOf: (tracker: string) => readonly Issue[],
): NamedTracker | undefined {
  const wanted = name
    .trim()
    .replace(/(?<!\/)\/+$/, '')
    .toLowerCase();
  const isWanted = (text: string | undefined) => text?.toLowerCase() === wanted;
  const byUrl = trackers.find((tracker) => urlsOf(tracker).some(isWanted));
  // Without an account a name refers to nothing, whatever the workspace settings contain.
  const byPath = trackers.filter((tracker) => tracker.account && pathsOf(tracker).some(isWanted));
  const own = byUrl ?? (byPath.length === 1 ? byPath[0] : undefined);
  if (own) return { tracker: own };
  const holding = trackers.flatMap((tracker): NamedTracker[] => {
    const projectPath = pathWithin(tracker, wanted, issuesOf);
    return projectPath === undefined ? [] : [{ tracker, projectPath }];
  });
  const instances = new Set(holding.map(({ tracker }) => tracker.instance));
  // A group has all of a project's issues, and assigned issues only some.
  return instances.size === 1 ? (holding.find(({ tracker }) => tracker.kind === 'group') ?? holding[0]) : undefined;
}

function urlsOf({ key, instance, scope }: TrackerState): (string | undefined)[] {
  if (!scope || !('path' in scope)) return [key];
  return [key, scope.webUrl, ...basesOf(instance, scope).map((base) => `${base}/${scope.path}`)];
}

function pathsOf(tracker: TrackerState): string[] {
  const { scope, path } = tracker;
  return [path, trackerText(tracker, tracker.instance), ...(scope && 'path' in scope ? [scope.path] : [])];
}

function pathWithin(
  tracker: TrackerState,
  wanted: string,
  issuesOf: (tracker: string) => readonly Issue[],
): string | undefined {
  const { kind, instance, scope, path, key } = tracker;
  if (kind === 'project' || !tracker.account) return undefined;
  const [issue] = kind === 'assigned' ? issuesOf(key) : [];
  const known = scope && 'path' in scope ? scope : issue && projectNameOf(issue);
  const projectPath = /^https?:\/\//.test(wanted) ? pathBelow(basesOf(instance, known), wanted) : wanted;
  if (projectPath === undefined) return undefined;
  const groupPath = (scope && 'path' in scope ? scope.path : path).toLowerCase();
  if (kind === 'group') return projectPath.startsWith(`${groupPath}/`) ? projectPath : undefined;
  return issuesOf(key).some((each) => projectPathOf(each).toLowerCase() === projectPath) ? projectPath : undefined;
}

/** The name of a tracker for users. */
export function trackerTitle({ kind, scope, path }: TrackerState): string {
  if (kind === 'assigned') return l10n.t('Assigned to Me');
  return scope && 'path' in scope ? scope.path : path;
}

/** The project of an issue, to distinguish it from others in its tracker. Empty if there are no others. */
export function shortProjectPath({ kind, scope }: TrackerState, issue: Issue): string {
  if (kind === 'project') return '';
  const path = projectPathOf(issue);
  const group = scope && 'path' in scope ? `${scope.path}/` : '';
  return path.toLowerCase().startsWith(group.toLowerCase()) ? path.slice(group.length) : path;
}
