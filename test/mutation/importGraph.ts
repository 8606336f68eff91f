import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../host/repositoryRoot.ts';

/** The imports between the TypeScript files of `src/` and `test/` that remain at run time. Paths are relative to the root. */
export class ImportGraph {
  /** Whether a file imports `vscode` at run time, directly or through another file. Only VS Code can load it. */
  readonly needsVSCode: (file: string) => boolean;
  private readonly imports = new Map<string, readonly string[]>();

  constructor() {
    for (const file of globSync('{src,test}/**/*.{ts,tsx}', { cwd: repositoryRoot })) {
      this.imports.set(file, runtimeImports(file));
    }
    this.needsVSCode = (file) =>
      [...this.distances(file).keys()].some((path) => this.imports.get(path)?.includes('vscode'));
  }

  get files(): readonly string[] {
    return [...this.imports.keys()].sort();
  }

  /** The files that a file reaches, each with the number of imports on the shortest way to it. */
  distances(from: string): ReadonlyMap<string, number> {
    const distances = new Map([[from, 0]]);
    for (const [file, distance] of distances) {
      for (const next of this.imports.get(file) ?? []) {
        if (this.imports.has(next) && !distances.has(next)) distances.set(next, distance + 1);
      }
    }
    return distances;
  }
}

function runtimeImports(file: string): string[] {
  const text = readFileSync(join(repositoryRoot, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const imported: string[] = [];
  const add = (specifier: ts.Node | undefined): void => {
    if (specifier && ts.isStringLiteral(specifier)) imported.push(pathOf(file, specifier.text));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const onlyTypes =
        clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
        (clause?.name === undefined &&
          named !== undefined &&
          ts.isNamedImports(named) &&
          named.elements.every((element) => element.isTypeOnly));
      if (!onlyTypes) add(node.moduleSpecifier);
    } else if (ts.isExportDeclaration(node)) {
      if (!node.isTypeOnly) add(node.moduleSpecifier);
    } else {
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(source, visit);
  return imported;
}

function pathOf(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier;
}
