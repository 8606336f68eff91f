import ts from 'typescript';

/** A text that people read, with its line number in the file, starting at 1. */
export interface ReadablePart {
  readonly text: string;
  readonly line: number;
}

/** The parts of a source file to check. */
export type ReadableScope = 'comments' | 'comments and titles' | 'comments and strings';

/** A code such as `notFound`, which isn't shown to people. */
const isId = /^[a-z]\S*$/;

/** Returns the comments of a TypeScript file and, depending on the scope, its strings or test titles. */
export function readableParts(fileName: string, source: string, scope: ReadableScope): readonly ReadablePart[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const parts = new Map<number, ReadablePart>();
  const add = (start: number, text: string) => {
    parts.set(start, { text, line: file.getLineAndCharacterOfPosition(start).line + 1 });
  };
  const addComments = (node: ts.Node) => {
    for (const ranges of [
      ts.getLeadingCommentRanges(source, node.getFullStart()),
      ts.getTrailingCommentRanges(source, node.getEnd()),
    ]) {
      for (const { pos, end } of ranges ?? []) add(pos, source.slice(pos, end));
    }
  };
  const visit = (node: ts.Node): void => {
    addComments(node);
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isJsxText(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && !isId.test(node.text) && isIn(scope, node)) add(node.getStart(), node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  addComments(file.endOfFileToken);
  return [...parts.values()];
}

function isIn(scope: ReadableScope, node: ts.Node): boolean {
  if (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent)) return false;
  return scope === 'comments and strings' || (scope === 'comments and titles' && isTitle(node));
}

function isTitle({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^(describe|it)\b/.test(parent.expression.getText());
}
