import { join } from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../host/repositoryRoot.ts';

/** Checks the types of changed modules. A change that TypeScript rejects needs no test. */
export class TypeCheck {
  private readonly changed = new Map<string, { version: number; text: string | undefined }>();
  private readonly service: ts.LanguageService;

  constructor() {
    const config = ts.readConfigFile(join(repositoryRoot, 'tsconfig.json'), (path) => ts.sys.readFile(path));
    const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, repositoryRoot);
    // Unused names and unreachable code do no harm at run time.
    const settings = { ...options, noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };
    const names = fileNames.filter((name) => name.startsWith(join(repositoryRoot, 'src/')) || name.endsWith('.d.ts'));
    const textOf = (name: string): string | undefined => this.changed.get(name)?.text ?? ts.sys.readFile(name);
    this.service = ts.createLanguageService({
      getCompilationSettings: () => settings,
      getScriptFileNames: () => names,
      getScriptVersion: (name) => String(this.changed.get(name)?.version ?? 0),
      getScriptSnapshot: (name) => {
        const text = textOf(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => repositoryRoot,
      getDefaultLibFileName: () => ts.getDefaultLibFilePath(settings),
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => ts.sys.readFile(path),
      directoryExists: (path) => ts.sys.directoryExists(path),
      getDirectories: (path) => ts.sys.getDirectories(path),
    });
  }

  /** Whether TypeScript rejects a text for a file. */
  rejects(file: string, text: string): boolean {
    const name = join(repositoryRoot, file);
    const { version = 0 } = this.changed.get(name) ?? {};
    this.changed.set(name, { version: version + 1, text });
    const errors = [...this.service.getSyntacticDiagnostics(name), ...this.service.getSemanticDiagnostics(name)];
    this.changed.set(name, { version: version + 2, text: undefined });
    return errors.length > 0;
  }
}
