/** `ce`: GitLab Community Edition. `ee`: GitLab Enterprise Edition, with or without a license. */
export type Edition = 'ce' | 'ee';

/** What a server reports about itself. https://docs.gitlab.com/api/metadata/ */
export interface ServerVersion {
  /** For example `18.9.1-ee`, or `18.9.0-pre` on gitlab.com. */
  readonly version: string;
  /** Absent if neither the response nor the version shows it. See {@link editionOf}. */
  readonly edition?: Edition | undefined;
}

/**
 * The edition of a server, from the `enterprise` field of its response (GitLab 15.6 and later) or else from the suffix
 * of its version. Only a plain release number shows Community Edition. Undefined for anything else, such as a
 * pre-release, which can be any edition.
 */
export function editionOf(version: string, enterprise?: boolean): Edition | undefined {
  if (enterprise !== undefined) return enterprise ? 'ee' : 'ce';
  if (/[-.+](ee|jh)\b/.test(version)) return 'ee';
  return /^\d+\.\d+\.\d+(?:[-.+]ce\b.*)?$/.test(version) ? 'ce' : undefined;
}
