import type { GitLabErrorFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { joinedBytes } from '../model/text/joinedBytes.ts';

/** More than any answer that is asked for here; a page of 100 issues with the longest descriptions is below it. */
const mostBytes = 20 * 1024 * 1024;

/** Reads a body as UTF-8 (a byte order mark is dropped) and stops, with `badData`, where it is too large. */
export async function readText(response: Response, facts: GitLabErrorFacts): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  await readParts(response, facts, mostBytes, (part) => {
    text += decoder.decode(part, { stream: true });
  });
  return text + decoder.decode();
}

/**
 * Reads a body as it is and stops, with `badData`, where it is too large.
 * @param onBytes called as they come.
 */
export async function readBytes(
  response: Response,
  facts: GitLabErrorFacts,
  most: number,
  onBytes: () => void,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await readParts(response, facts, most, (part) => {
    parts.push(part);
    onBytes();
  });
  return joinedBytes(parts);
}

async function readParts(
  response: Response,
  facts: GitLabErrorFacts,
  most: number,
  take: (part: Uint8Array) => void,
): Promise<void> {
  if (!response.body) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.byteLength;
    if (bytes > most) {
      await reader.cancel();
      throw new GitLabError('badData', { ...facts, status: response.status, detail: 'tooLarge' });
    }
    take(value);
  }
}
