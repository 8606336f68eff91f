import type { FailureFacts } from './error/errorReason.ts';
import { GitLabError } from './error/gitLabError.ts';

/**
 * Reads a body to its end. If it has more than `most` bytes, cancels it and throws `badData`.
 * @param onBytes called for each chunk.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  most: number,
  facts: FailureFacts,
  onBytes?: () => void,
): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > most) {
      await reader.cancel();
      throw new GitLabError('badData', { ...facts, detail: 'tooLarge' });
    }
    parts.push(part.value);
    onBytes?.();
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
