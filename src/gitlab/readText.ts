import type { GitLabErrorFacts } from '../model/errorReason.ts';
import { GitLabError } from '../model/gitLabError.ts';

/** More than any answer that is asked for here; a page of 100 issues with the longest descriptions is below it. */
const mostBytes = 20 * 1024 * 1024;

/** Reads a body as UTF-8 (a byte order mark is dropped) and stops, with `badData`, where it is too large. */
export async function readText(response: Response, facts: GitLabErrorFacts): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new GitLabError('badData', { ...facts, status: response.status, detail: 'tooLarge' });
    }
    text += decoder.decode(value, { stream: true });
  }
}
