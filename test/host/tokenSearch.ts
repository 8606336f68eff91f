import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { canary } from '../gitlab/canary.ts';
import { HostError } from './hostError.ts';
import { browserStorage } from './browserStorage.ts';

/** Other encodings of the canary: UTF-16, and base64 at each of its three alignments. */
const spellings: readonly (readonly [how: string, bytes: Buffer])[] = [
  ['plain', Buffer.from(canary)],
  ['UTF-16', Buffer.from(canary, 'utf16le')],
  ...[0, 1, 2].map((before) => ['base64', base64At(before)] as const),
];

/**
 * Row A04: verifies that no output of a run contains a token. Tracks the places to search, so none are skipped
 * silently, and the tokens found. Includes VS Code's secret storage, which is encrypted.
 */
export class TokenSearch {
  private readonly open = new Set<string>();
  private readonly found: string[] = [];
  private places = 0;
  private bytes = 0;

  /** Registers a place that must be searched by the end of the run. */
  expect(place: string): void {
    this.open.add(place);
  }

  /** Searches a text, such as a process's output. */
  text(place: string, content: string | Buffer): void {
    this.look(place, content);
    this.done(place);
  }

  /** Searches all files in a folder. Returns their paths. */
  folder(place: string, folder: string): string[] {
    const files = filesIn(folder);
    for (const file of files) this.look(`${place}: ${relative(folder, file)}`, readFileSync(file));
    this.done(place);
    return files;
  }

  /** Searches the data folder of a VS Code that has exited: settings, logs, output channels, and storage. */
  dataFolder(folder: string): void {
    const files = this.folder(folder, folder);
    if (!files.some((file) => /exthost.*\.log$/.test(file)))
      this.found.push(`${folder}: no log of an extension host is there; VS Code must keep them elsewhere.`);
  }

  /** Searches a window's browser storage: extension state, settings, secrets, and backups of documents. */
  async window(place: string, page: Page): Promise<void> {
    const entries = await browserStorage(page);
    for (const [name, content] of entries) this.look(`${place}: ${name}`, `${name} ${content}`);
    this.done(place);
    if (!entries.some(([name]) => name.startsWith('vscode-web-db')))
      this.found.push(`${place}: VS Code's database is not there; it must keep its state elsewhere.`);
  }

  /** All places that contain a token or weren't searched. Empty if there are no problems. */
  problems(): string[] {
    return [...this.found, ...[...this.open].map((place) => `${place}: was not searched.`)];
  }

  /** Returns a one-line summary if no tokens were found. Otherwise throws a `HostError` with the problems. */
  verdict(): string {
    const problems = this.problems();
    if (problems.length > 0) throw new HostError(`A04, tokens in what the run wrote:\n  ${problems.join('\n  ')}`);
    return `${verdictStart}: none in ${this.places} places, ${(this.bytes / 1e6).toFixed(1)} MB`;
  }

  private look(place: string, content: string | Buffer): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.places++;
    this.bytes += bytes.length;
    for (const [how, wanted] of spellings) {
      const at = bytes.indexOf(wanted);
      if (at >= 0) this.found.push(`${place}: a token (${how}) at byte ${at}, ${context(bytes, at)}`);
    }
  }

  private done(place: string): void {
    this.open.delete(place);
  }
}

/** The start of the summary line. */
export const verdictStart = 'Tokens in what was written';

/**
 * Doesn't follow symbolic links, because they lead to files that the run didn't write, such as the extension itself.
 */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

/** The part of the canary's base64 that doesn't depend on the surrounding bytes. */
function base64At(before: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(canary)])
    .toString('base64')
    .replace(/=+$/, '');
  const whole = Math.floor(((before + canary.length) * 8) / 6);
  return Buffer.from(encoded.slice(Math.ceil((before * 8) / 6), whole));
}

/** The text before the token, which hints at its source. Never includes the token. */
function context(bytes: Buffer, at: number): string {
  const text = bytes.subarray(Math.max(0, at - 80), at).toString();
  return `after ${JSON.stringify(text.replaceAll(new RegExp(`${canary}[\\w-]*`, 'g'), '…'))}`;
}
