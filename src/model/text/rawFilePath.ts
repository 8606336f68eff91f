/** A file in a repository, as the path of its content identifies it. All parts are decoded. */
export interface RawFilePath {
  /** The full path of the project. */
  readonly project: string;
  /** `HEAD` for the default branch, or the name of a branch, tag, or commit. */
  readonly ref: string;
  readonly path: string;
}

/**
 * Reads the path of a file's content below an instance: `<project>/-/raw/<ref>/<path>`, or without `/-` in old texts. A
 * query and a fragment aren't part of it. Undefined for any other path. A ref can't contain a slash, because the path
 * doesn't show where it ends.
 */
export function readRawFilePath(path: string): RawFilePath | undefined {
  const [before = ''] = path.split(/[?#]/, 1);
  const [, project = '', file = ''] = /^(.+?)(?:\/-)?\/raw\/(.+)$/s.exec(before) ?? [];
  const end = file.indexOf('/');
  if (!project.includes('/') || end < 1 || end === file.length - 1) return undefined;
  return { project, ref: decoded(file.slice(0, end)), path: decoded(file.slice(end + 1)) };
}

/** As in GitLab, a percent sign that encodes nothing is itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
