import { runInNewContext } from 'node:vm';
import ts from 'typescript';

/** A regular expression in a source file. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** The line number in the file, starting at 1. */
  readonly line: number;
}

/** A regular expression that the code builds from values that only exist at run time. */
export interface UnreadablePattern {
  readonly code: string;
  readonly line: number;
}

/** Returns the regular expressions of a TypeScript file: literals, and those built from constants of the same file. */
export function patternsIn(fileName: string, text: string): readonly (Pattern | UnreadablePattern)[] {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const constants = stringsOf(file);
  const found: (Pattern | UnreadablePattern)[] = [];
  const visit = (node: ts.Node): void => {
    const isBuilt =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText(file) === 'RegExp';
    if (isBuilt || ts.isRegularExpressionLiteral(node)) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      const pattern = valueOf(node.getText(file), constants) as RegExp | undefined;
      found.push(pattern ? { source: pattern.source, flags: pattern.flags, line } : { code: node.getText(file), line });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Returns the strings of a file that are constants, such as the common part of two patterns. */
function stringsOf(file: ts.SourceFile): Readonly<Record<string, unknown>> {
  const strings: Record<string, unknown> = {};
  for (const statement of file.statements) {
    for (const { name, initializer } of ts.isVariableStatement(statement)
      ? statement.declarationList.declarations
      : []) {
      const isString =
        initializer &&
        (ts.isStringLiteralLike(initializer) ||
          ts.isTemplateExpression(initializer) ||
          ts.isTaggedTemplateExpression(initializer));
      if (isString && ts.isIdentifier(name)) strings[name.text] = valueOf(initializer.getText(file), strings);
    }
  }
  return strings;
}

function valueOf(code: string, constants: Readonly<Record<string, unknown>>): unknown {
  try {
    return runInNewContext(code, { ...constants });
  } catch {
    return undefined;
  }
}
