import { randomBytes } from 'node:crypto';
import { basename, extname } from 'node:path/posix';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { UploadRecord } from '../world/records.ts';
import { findGroup } from './groupLookup.ts';

/** The bytes of an uploaded file; since 17.4, Guest and up (contract section 6, "Reading images"). */
function upload(call: Call): Reply {
  const project = call.project();
  if (call.access.level(project) < 10) {
    call.requireUser();
    if (project.visibility === 'private') throw ApiError.forbidden();
  }
  return send(call, (one) => one.projectId === project.id);
}

/** The bytes of a file that was uploaded to a group, for example in an epic (docs: Group Markdown uploads API). */
function groupUpload(call: Call): Reply {
  const group = findGroup(call);
  return send(call, (one) => one.groupId === group.id);
}

function send({ world, route: { secret, filename } }: Call, isThere: (one: UploadRecord) => boolean): Reply {
  const found = world.uploads.find((one) => isThere(one) && one.secret === secret && one.filename === filename);
  if (!found) throw ApiError.notFound('Upload');
  if (found.storedAt !== undefined) return { status: 302, headers: { Location: found.storedAt } };
  const name = encodeURIComponent(found.filename);
  return {
    bytes: found.bytes(),
    contentType: 'application/octet-stream',
    headers: { 'Content-Disposition': `attachment; filename="${found.filename}"; filename*=UTF-8''${name}` },
  };
}

/** Cleans a file name like GitLab's uploader: keeps the last path segment, with letters, digits, and `.-+_`. */
function cleanName(given: string): string {
  const name = basename(given.replaceAll('\\', '/')).replace(/[^\p{L}\p{M}\p{N}_.+-]/gu, '_');
  return /^\.*$/.test(name) ? `_${name}` : name;
}

const embedded = /\.(png|jpe?g|gif|bmp|tiff|ico|webp|mp4|m4v|mov|webm|ogv|mp3|oga|ogg|spx|wav)$/i;

/** Stores an uploaded file (multipart, `file`) and returns its Markdown. */
function create(call: Call): Reply {
  const { world, version } = call;
  const file = call.files().find((part) => part.name === 'file');
  if (!file) throw ApiError.grape(400, call.query['file'] === undefined ? 'file is missing' : 'file is invalid');
  const project = call.project();
  const filename = cleanName(file.filename ?? '');
  const secret = randomBytes(16).toString('hex');
  const bytes = Buffer.from(file.bytes);
  const id = world.nextId();
  world.uploads.push({
    id,
    projectId: project.id,
    secret,
    filename,
    contentType: file.contentType,
    bytes: () => bytes,
  });
  const image = embedded.test(filename);
  const alt = image ? basename(filename, extname(filename)) : filename;
  const url = `/uploads/${secret}/${filename}`;
  const home = version.has('uploadHomes') ? `/-/project/${project.id}` : `/${world.projectPath(project)}`;
  return {
    status: 201,
    json: {
      ...(version.has('uploadIds') ? { id } : {}),
      alt,
      url,
      full_path: `${home}${url}`,
      markdown: `${image ? '!' : ''}[${alt}](${url})`,
    },
  };
}

/** Uploaded files (docs: Project Markdown uploads API; contract section 6). */
export const uploadRoutes: readonly Route[] = [
  { method: 'POST', path: '/projects/:id/uploads', handle: create, namesAiWorkflows: true },
  { path: '/projects/:id/uploads/:secret/:filename', handle: upload, needs: 'uploadDownloads' },
  { path: '/groups/:id/uploads/:secret/:filename', handle: groupUpload, needs: 'uploadDownloads' },
];
