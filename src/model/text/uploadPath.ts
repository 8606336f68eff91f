import { isFullPath } from '../address/fullPath.ts';

/** The project or group that has an uploaded file, by its ID or full path. */
export interface UploadOwner {
  readonly kind: 'project' | 'group';
  readonly id: number | string;
}

/** An uploaded file, as its path identifies it. */
export interface UploadPath {
  /** Undefined if the path doesn't contain it. Then it's the project of the text. */
  readonly owner?: UploadOwner;
  readonly secret: string;
  /** The decoded file name. */
  readonly name: string;
}

/**
 * Reads the path of an upload below an instance: `/-/project/<id>/uploads/<secret>/<name>` (GitLab 17.1 and later),
 * `/<project>/uploads/<secret>/<name>` or, for a group, `/-/group/<id>/uploads/…` or `/groups/<group>/-/uploads/…`. A
 * path in Markdown can start with `/uploads/`. A query and a fragment aren't part of the file name. Undefined for any
 * other path. Secrets had 10 hexadecimal digits in early versions and can have up to 32, as in `FileUploader`:
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/uploaders/file_uploader.rb
 */
export function readUploadPath(path: string): UploadPath | undefined {
  const [, home = '', secret, encoded] =
    /^(\/[^?#]+?)?\/uploads\/([0-9a-f]{10,32})\/([^/?#]+)(?:[?#]|$)/i.exec(path) ?? [];
  const owner = home === '' ? undefined : ownerOf(home);
  if (secret === undefined || encoded === undefined || (home !== '' && !owner)) return undefined;
  try {
    return { ...(owner ? { owner } : {}), secret, name: decodeURIComponent(encoded) };
  } catch {
    return undefined;
  }
}

function ownerOf(home: string): UploadOwner | undefined {
  const [, kind, id] = /^\/-\/(project|group)\/(\d{1,15})$/.exec(home) ?? [];
  if (id !== undefined) return { kind: kind === 'group' ? 'group' : 'project', id: Number(id) };
  const group = /^\/groups\/(.+)\/-$/.exec(home)?.[1];
  if (group !== undefined) return isFullPath(group) ? { kind: 'group', id: group } : undefined;
  const project = home.slice(1);
  return project.includes('/') && isFullPath(project) ? { kind: 'project', id: project } : undefined;
}
