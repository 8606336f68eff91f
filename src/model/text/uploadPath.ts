/** An uploaded file, as its path identifies it. */
export interface UploadPath {
  /** The ID of the project that has the file, if the path contains it (GitLab 17.1 and later). */
  readonly projectId?: number;
  readonly secret: string;
  /** The decoded file name. */
  readonly name: string;
}

/**
 * Reads the path of an upload below an instance or a project: `/uploads/<secret>/<name>`, or
 * `/-/project/<id>/uploads/<secret>/<name>`. A query and a fragment aren't part of the file name. Undefined for any other
 * path. Secrets had 10 hexadecimal digits in early versions and can have up to 32, as in `FileUploader`:
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/uploaders/file_uploader.rb
 */
export function readUploadPath(path: string): UploadPath | undefined {
  const [, id, secret, encoded] =
    /^(?:\/-\/project\/(\d{1,15}))?\/uploads\/([0-9a-f]{10,32})\/([^/?#]+)(?:[?#]|$)/i.exec(path) ?? [];
  if (secret === undefined || encoded === undefined) return undefined;
  try {
    return { ...(id === undefined ? {} : { projectId: Number(id) }), secret, name: decodeURIComponent(encoded) };
  } catch {
    return undefined;
  }
}
