import { createHash } from 'node:crypto';
import { basename } from 'node:path/posix';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';

interface Blob {
  readonly path: string;
  readonly ref: string;
  /** What the repository has: the content, or a pointer to it. */
  readonly bytes: Buffer;
  readonly lfs: Buffer | undefined;
}

function hash(algorithm: 'sha1' | 'sha256', bytes: string | Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

/** `assign_file_vars!` of `lib/api/files.rb`. */
function blob(call: Call, ref: string): Blob {
  const path = call.route['file'] ?? '';
  // The validator `file_path`. GitLab decodes the path once more to find `..`.
  if (/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path.replaceAll(/%2e/gi, '.').replaceAll(/%2f/gi, '/')))
    throw ApiError.grape(400, 'file_path should be a valid file path');
  const project = call.project();
  if (!call.access.canReadCode(project)) throw ApiError.forbidden();
  if (project.defaultBranch === null || (ref !== 'HEAD' && ref !== project.defaultBranch))
    throw ApiError.notFound('Commit');
  const found = call.world.files.find((file) => file.projectId === project.id && file.path === path.replace(/^\//, ''));
  if (!found) throw ApiError.notFound('File');
  const content = found.bytes();
  if (found.isInLfs !== true) return { path: found.path, ref, bytes: content, lfs: undefined };
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${hash('sha256', content)}\nsize ${content.length}\n`;
  return { path: found.path, ref, bytes: Buffer.from(pointer), lfs: content };
}

function factsOf({ path, ref, bytes }: Blob) {
  const commit = hash('sha1', path);
  return {
    file_name: basename(path),
    file_path: path,
    size: bytes.length,
    encoding: 'base64',
    content_sha256: hash('sha256', bytes),
    ref,
    blob_id: hash('sha1', `blob ${bytes.length}\0${bytes.toString('latin1')}`),
    commit_id: commit,
    last_commit_id: commit,
    execute_filemode: false,
  };
}

function headersOf(found: Blob): Record<string, string> {
  const entries = Object.entries(factsOf(found)).map(([name, value]) => [
    `X-Gitlab-${name.replace(/(^|_)([a-z])/g, (_all, line: string, letter: string) => (line ? '-' : '') + letter.toUpperCase())}`,
    encodeURI(String(value)),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The content of a file. Workhorse detects the content type. */
function raw(call: Call): Reply {
  const params = call.params([
    { name: 'ref', type: 'string', allowBlank: false },
    ...(call.version.has('lfsFiles') ? [{ name: 'lfs', type: 'boolean', default: 'false' } as const] : []),
  ]);
  const found = blob(call, params.text('ref') ?? 'HEAD');
  if (found.lfs && call.version.has('lfsFiles') && params.flag('lfs') === true)
    return { bytes: found.lfs, contentType: 'application/octet-stream' };
  return {
    bytes: found.bytes,
    contentType: found.bytes.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8',
    headers: {
      ...headersOf(found),
      'Cache-Control': 'max-age=0, private, must-revalidate, no-store, no-cache',
      'Content-Disposition': `inline; filename="${encodeURIComponent(basename(found.path))}"`,
    },
  };
}

function file(call: Call): Reply {
  const params = call.params([{ name: 'ref', type: 'string', required: true, allowBlank: false }]);
  const found = blob(call, params.text('ref') ?? '');
  return { json: { ...factsOf(found), content: found.bytes.toString('base64') }, headers: headersOf(found) };
}

/** Files of a repository's default branch (docs: Repository files API, and `lib/api/files.rb`). */
export const fileRoutes: readonly Route[] = [
  { path: '/projects/:id/repository/files/:file', handle: file, scopes: ['read_repository'] },
  { path: '/projects/:id/repository/files/:file/raw', handle: raw, scopes: ['read_repository'] },
];
