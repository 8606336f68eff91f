import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import type { Mutant } from './mutantsOf.ts';

/**
 * The TypeScript files of the repository as they were at the start, and compiled in a folder of their own. Doesn't
 * change the working tree, and doesn't notice its changes.
 */
export class CompiledSources {
  private readonly texts: ReadonlyMap<string, string>;
  private added = 0;

  constructor(
    readonly folder: string,
    files: readonly string[],
  ) {
    this.texts = new Map(files.map((file) => [file, readFileSync(join(repositoryRoot, file), 'utf8')]));
    for (const [file, text] of this.texts) this.write(file, `${file}.js`, text);
  }

  text(file: string): string {
    return this.texts.get(file) ?? '';
  }

  /** The text of a module with one change. */
  changedText({ file, start, end, replacement }: Mutant): string {
    const text = this.text(file);
    return text.slice(0, start) + replacement + text.slice(end);
  }

  /** Compiles another text for a file. Returns the name of the compiled file. */
  add(file: string, text: string): string {
    const name = `${file}.${++this.added}.js`;
    this.write(file, name, text);
    return name;
  }

  private write(file: string, name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const { code } = transformSync(text, {
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      format: 'cjs',
      platform: 'node',
      target: 'node24',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcemap: false,
      supported: { 'dynamic-import': false },
      define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'importMetaUrl' },
      banner: text.includes('import.meta.url')
        ? "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;"
        : '',
    });
    writeFileSync(path, code);
  }
}
