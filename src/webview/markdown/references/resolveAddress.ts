import { pathBelow } from '../../../model/address/instanceBases.ts';
import { safeLink } from '../../../model/text/safeLink.ts';
import { readUploadPath } from '../../../model/text/uploadPath.ts';
import { onInstance, onProject, ownBases, type MarkdownContext } from '../markdownContext.ts';

/**
 * Returns the absolute URL of a link or an image in a text. As in GitLab, a path with `/uploads/` is relative to the
 * project, and any other path is a file in its repository. Undefined for a forbidden address.
 */
export function resolveAddress(
  written: string,
  context: MarkdownContext,
  view: 'blob' | 'raw' = 'blob',
): string | undefined {
  if (isAbsolute(written)) return safeLink(written);
  const path = written.trim().replaceAll('\\', '/');
  // A URL that starts with `//` has a host from the author, but no scheme.
  if (path.startsWith('//') || path === '') return undefined;
  return safeLink(below(path, context, view));
}

/** Whether a URL is on the text's own GitLab instance. */
export function isOwn(url: string, context: MarkdownContext): boolean {
  return pathBelow(ownBases(context), url) !== undefined;
}

/** Returns the file name of an upload on the instance. Undefined for any other address. */
export function uploadedName(url: string, context: MarkdownContext): string | undefined {
  const below = pathBelow(ownBases(context), url);
  return below === undefined ? undefined : readUploadPath(`/${below}`)?.name;
}

/** Returns the last part of a URL's path, for display. */
export function fileNameOf(url: string): string {
  return decoded(new URL(url).pathname.split('/').at(-1) ?? '') || url;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isAbsolute(written: string): boolean {
  try {
    return new URL(written).protocol !== '';
  } catch {
    return false;
  }
}

function below(path: string, context: MarkdownContext, view: 'blob' | 'raw'): string {
  if (path.startsWith('?')) return `${onProject(context, '')}${path}`;
  const home = new URL(onInstance(context, ''));
  if (home.pathname !== '/' && path.startsWith(home.pathname)) return `${home.origin}${path}`;
  if (path.startsWith('/uploads/')) return onProject(context, path);
  if (path.startsWith('/') && path.includes('/-/')) return onInstance(context, path);
  return onProject(context, `-/${view}/HEAD/${path.replace(/^\//, '')}`);
}
