import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { canary } from '../gitlab/canary.ts';
import { HostError } from './hostError.ts';
import { browserStorage } from './browserStorage.ts';

/** How the canary looks, besides plain: as two bytes a character, and in base64 at each of its three alignments. */
const spellings: readonly (readonly [how: string, bytes: Buffer])[] = [
  ['plain', Buffer.from(canary)],
  ['UTF-16', Buffer.from(canary, 'utf16le')],
  ...[0, 1, 2].map((before) => ['base64', base64At(before)] as const),
];

/**
 * Row A04: no token is in anything that a run wrote. Knows what has to be searched, so that nothing is left out silently,
 * and what was found. VS Code's secret storage is searched like everything else: what it holds is encrypted.
 */
export class TokenSearch {
  private readonly open = new Set<string>();
  private readonly found: string[] = [];
  private places = 0;
  private bytes = 0;

  /** Notes a place that is to be searched when the run is through with it. */
  expect(place: string): void {
    this.open.add(place);
  }

  /** Searches a text, such as what a process printed. */
  text(place: string, content: string | Buffer): void {
    this.look(place, content);
    this.done(place);
  }

  /** Searches every file of a folder, and returns their paths. */
  folder(place: string, folder: string): string[] {
    const files = filesIn(folder);
    for (const file of files) this.look(`${place}: ${relative(folder, file)}`, readFileSync(file));
    this.done(place);
    return files;
  }

  /** Searches the data folder of a VS Code that has ended: settings, logs and output channels, storage. */
  dataFolder(folder: string): void {
    const files = this.folder(folder, folder);
    if (!files.some((file) => /exthost.*\.log$/.test(file)))
      this.found.push(`${folder}: no log of an extension host is there; VS Code must keep them elsewhere.`);
  }

  /** Searches what a window keeps in its browser: state of extensions, settings, secrets, backups of documents. */
  async window(place: string, page: Page): Promise<void> {
    const entries = await browserStorage(page);
    for (const [name, content] of entries) this.look(`${place}: ${name}`, `${name} ${content}`);
    this.done(place);
    if (!entries.some(([name]) => name.startsWith('vscode-web-db')))
      this.found.push(`${place}: VS Code's database is not there; it must keep its state elsewhere.`);
  }

  /** Every place with a token, and every one that was not searched; empty when all is well. */
  problems(): string[] {
    return [...this.found, ...[...this.open].map((place) => `${place}: was not searched.`)];
  }

  /** One line about a search that found nothing. Throws a `HostError` that names the problems. */
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

/** How the line about a search that found nothing begins. */
export const verdictStart = 'Tokens in what was written';

/** Without following links, which lead to what the run did not write: the extension itself. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

/** The part of the base64 of any text with the canary that the bytes around it do not change. */
function base64At(before: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(canary)])
    .toString('base64')
    .replace(/=+$/, '');
  const whole = Math.floor(((before + canary.length) * 8) / 6);
  return Buffer.from(encoded.slice(Math.ceil((before * 8) / 6), whole));
}

/** What stands before it, which says how it came there; never the token itself. */
function context(bytes: Buffer, at: number): string {
  const text = bytes.subarray(Math.max(0, at - 80), at).toString();
  return `after ${JSON.stringify(text.replaceAll(new RegExp(`${canary}[\\w-]*`, 'g'), '…'))}`;
}
