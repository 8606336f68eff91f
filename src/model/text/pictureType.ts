/**
 * Detects the media type of an image from its first bytes and ignores the server's type and the file name. Undefined if
 * the page must not show it. The formats are those that GitLab treats as safe and a browser can show, and AVIF. A file
 * is SVG only if it starts like one. SVG is safe because `<img>` runs no scripts.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/gitlab/file_type_detection.rb
 */
export function pictureType(bytes: Uint8Array): string | undefined {
  const starts = (...head: readonly number[]) => head.every((byte, at) => bytes[at] === byte);
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(4, 8) === 'ftyp' && /avi[fs]/.test(text(8, 32))) return 'image/avif';
  // A text can start with the same two letters as a BMP file, but has no zeros.
  if (text(0, 2) === 'BM' && text(6, 10) === '\0\0\0\0') return 'image/bmp';
  if (starts(0, 0, 1, 0)) return 'image/x-icon';
  const beginning = new TextDecoder().decode(bytes.subarray(0, 1000)).trimStart();
  return /^(?:<\?xml[^>]*>\s*|<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i.test(beginning)
    ? 'image/svg+xml'
    : undefined;
}
