/** GitLab Community Edition, or GitLab Enterprise Edition with or without a license. */
export type Edition = 'ce' | 'ee';

/** What a server reports about itself. https://docs.gitlab.com/api/metadata/ */
export interface ServerVersion {
  /** For example `18.9.1-ee`; on gitlab.com `18.9.0-pre`. */
  readonly version: string;
  /** Absent where neither the answer nor the version shows it; see {@link editionOf}. */
  readonly edition?: Edition | undefined;
}

/**
 * The edition of a server by the `enterprise` field of its answer, which GitLab 15.6 added, and by the suffix of the
 * version where that is absent. Undefined for a pre-release without either, which can be both.
 */
export function editionOf(version: string, enterprise?: boolean): Edition | undefined {
  if (enterprise !== undefined) return enterprise ? 'ee' : 'ce';
  if (/-(ee|jh)\b/.test(version)) return 'ee';
  return version.includes('-pre') ? undefined : 'ce';
}

/** Whether a server, whose version reads like `18.9.1-ee`, is of that version or a later one. */
export function isAtLeast(serverVersion: string, major: number, minor: number): boolean {
  const [itsMajor = 0, itsMinor = 0] = serverVersion.split('.').map((part) => Number.parseInt(part, 10));
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}
