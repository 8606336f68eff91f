/** One part of a multipart form. Only files have a `filename`. */
export interface FormPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A parameter of `Content-Disposition`, quoted or not. Keeps only the last segment of a path. */
function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(header);
  return match?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? match?.[2];
}

/** Parses a `multipart/form-data` body (RFC 7578). Skips invalid parts. */
export function parseMultipart(body: Buffer, contentType: string): FormPart[] {
  const boundary = parameter(contentType, 'boundary');
  if (boundary === undefined || boundary === '') return [];
  const mark = Buffer.from(`--${boundary}`);
  const parts: FormPart[] = [];
  let start = body.indexOf(mark);
  while (start >= 0) {
    const end = body.indexOf(mark, start + mark.length);
    if (end < 0) break;
    // Between boundaries: line break, headers, empty line, content, line break.
    const chunk = body.subarray(start + mark.length + 2, end - 2);
    const split = chunk.indexOf('\r\n\r\n');
    if (split >= 0) {
      const head = chunk.subarray(0, split).toString('utf8');
      const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
      const name = parameter(disposition, 'name');
      const type = /^content-type:\s*(.*)$/im.exec(head)?.[1]?.trim() ?? 'application/octet-stream';
      const filename = parameter(disposition, 'filename');
      if (name !== undefined) parts.push({ name, filename, contentType: type, bytes: chunk.subarray(split + 4) });
    }
    start = end;
  }
  return parts;
}
