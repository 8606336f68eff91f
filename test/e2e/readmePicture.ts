import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import UPNG from 'upng-js';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { takesPictures } from '../host/takesPictures.ts';
import { picturesFolder, type Editor } from './editor.ts';

/** Enough for a window with one theme, in which most pixels have one of a dozen colors. */
const colors = 128;

/** With `--pictures`, takes a picture for the README. */
export async function readmePicture(editor: Editor, name: string, part?: Locator): Promise<void> {
  if (!takesPictures) return;
  const { width, height, frames } = decoded(readFileSync(await editor.screenshot(name, part)));
  save(name, UPNG.encode(frames, width, height, colors));
}

/** An animation for the README. Each frame stays long enough to read it. */
export class ReadmeFilm {
  private readonly frames: { readonly file: string; readonly milliseconds: number }[] = [];

  constructor(
    private readonly editor: Editor,
    private readonly name: string,
  ) {}

  /** With `--pictures`, adds the current window as a frame. */
  async add(milliseconds: number): Promise<void> {
    if (!takesPictures) return;
    const file = await this.editor.screenshot(`${this.name}-${this.frames.length + 1}`);
    this.frames.push({ file, milliseconds });
  }

  save(): void {
    if (this.frames.length === 0) return;
    const images = this.frames.map(({ file }) => decoded(readFileSync(file)));
    const [{ width, height } = { width: 0, height: 0 }] = images;
    const times = this.frames.map(({ milliseconds }) => milliseconds);
    const frames = images.flatMap((image) => image.frames);
    save(this.name, UPNG.encode(frames, width, height, colors, times));
  }
}

/**
 * Saves an image to `docs/images/`, but only with `npm run test:e2e -- --update-pictures`. Rendering differs slightly
 * between machines, and a test run must not change files under version control.
 */
function save(name: string, png: ArrayBuffer): void {
  const folder = process.env['UPDATE_PICTURES'] === '1' ? join(repositoryRoot, 'docs/images') : picturesFolder;
  const file = join(folder, `${name}.png`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, new Uint8Array(png));
}

function decoded(png: Buffer): { width: number; height: number; frames: ArrayBuffer[] } {
  const { width, height, ...image } = UPNG.decode(new Uint8Array(png).buffer);
  return { width, height, frames: UPNG.toRGBA8({ width, height, ...image }) };
}
