import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import type { Editor } from './editor.ts';

/**
 * Takes a picture that the README shows. It is put into `docs/images/` only by `npm run test:e2e -- --update-pictures`:
 * every machine renders a little differently, and a test run must not change files under version control.
 */
export async function readmePicture(editor: Editor, name: string, part?: Locator): Promise<void> {
  const picture = await editor.picture(name, part);
  if (process.env['UPDATE_PICTURES'] !== '1') return;
  const images = join(repositoryRoot, 'docs/images');
  mkdirSync(images, { recursive: true });
  copyFileSync(picture, join(images, `${name}.png`));
}
