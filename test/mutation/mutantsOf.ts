import ts from 'typescript';

/** A small change to a module that its tests should notice. */
export interface Mutant {
  readonly file: string;
  /** Starts at 1. */
  readonly line: number;
  /** What was changed to what, in one line. */
  readonly change: string;
  /** The text from `start` to `end` is replaced. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** The part of the module that runs if, and before, the changed text runs. */
  readonly part: Part;
}

/** A statement in a block, or the expression that an arrow function returns. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly isExpression: boolean;
}

const otherOperators: ReadonlyMap<string, string> = new Map([
  ['<', '<='],
  ['>', '>='],
  ['<=', '<'],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
  ['&&', '||'],
  ['||', '&&'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['%', '*'],
  ['+=', '-='],
  ['-=', '+='],
  ['??=', '='],
]);

const otherMethods: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);

/** Methods that return the value they are called on, changed. */
const changingMethods: ReadonlySet<string> = new Set(
  [
    'filter',
    'sort',
    'toSorted',
    'reverse',
    'toReversed',
    'slice',
    'trim',
    'trimEnd',
    'toLowerCase',
    'normalize',
    'replace',
  ].concat(['replaceAll', 'flat', 'catch', 'finally', 'substring', 'toUpperCase', 'trimStart']),
);

/**
 * Returns the changes to a module: operators, conditions, removed statements and calls, empty functions, small numbers.
 * Doesn't change texts or what is written to the log, because tests don't repeat these.
 */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];

  const change = (node: ts.Node, replacement: string, [start, end] = [node.getStart(), node.getEnd()]): void => {
    mutants.push({
      file,
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      change: `${short(text.slice(start, end))} → ${short(replacement) || 'nothing'}`,
      start,
      end,
      replacement,
      part: partOf(node),
    });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || isReport(node)) return;
    changeNode(node);
    ts.forEachChild(node, visit);
  };

  const changeNode = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node)) changeBinary(node);
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      change(node, node.operand.getText());
    } else if (ts.isIfStatement(node)) changeCondition(node.expression);
    else if (ts.isConditionalExpression(node)) changeCondition(node.condition);
    else if (ts.isWhileStatement(node)) change(node.expression, 'false');
    else if (ts.isExpressionStatement(node)) removeStatement(node);
    else if (ts.isThrowStatement(node) && ts.isBlock(node.parent) && ts.isCatchClause(node.parent.parent))
      change(node, '{}');
    else if (node.kind === ts.SyntaxKind.TrueKeyword) change(node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) change(node, 'true');
    else if (ts.isNumericLiteral(node) && Number(node.text) <= 2 && !isArbitrary(node)) {
      change(node, String(Number(node.text) + 1));
    } else if (ts.isCallExpression(node)) changeCall(node);
    else if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) removeSpread(node);
    else if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isArrowFunction(node)) {
      const { body } = node;
      if (body && ts.isBlock(body) && body.statements.length > 1) change(body, '{}');
    }
  };

  const changeBinary = (node: ts.BinaryExpression): void => {
    const operator = node.operatorToken.getText();
    if (operator === '??') change(node, `(${node.right.getText()})`);
    if (operator === '+' && !hasText(node)) change(node.operatorToken, '-');
    const other = otherOperators.get(operator);
    if (other !== undefined) change(node, withOperator(node, other));
  };

  const changeCondition = (condition: ts.Expression): void => {
    change(condition, 'true');
    change(condition, 'false');
  };

  const removeStatement = (node: ts.ExpressionStatement): void => {
    const { expression } = node;
    if (isReport(expression)) return;
    const inner =
      ts.isAwaitExpression(expression) || ts.isVoidExpression(expression) ? expression.expression : expression;
    const isCall = ts.isCallExpression(inner) && inner.expression.kind !== ts.SyntaxKind.SuperKeyword;
    const isAssignment = ts.isBinaryExpression(inner) && inner.operatorToken.getText().endsWith('=');
    if (isCall || isAssignment || ts.isPostfixUnaryExpression(inner) || ts.isDeleteExpression(inner))
      change(node, '{}');
    if (isCall && ts.isAwaitExpression(expression)) change(node, `void ${inner.getText()};`);
  };

  const changeCall = (node: ts.CallExpression): void => {
    if (!ts.isPropertyAccessExpression(node.expression)) return;
    const { name, expression } = node.expression;
    const other = otherMethods.get(name.text);
    if (other !== undefined) change(name, other);
    else if (changingMethods.has(name.text) && !ts.isExpressionStatement(node.parent))
      change(node, expression.getText());
  };

  const removeSpread = (node: ts.SpreadElement | ts.SpreadAssignment): void => {
    if (!ts.isArrayLiteralExpression(node.parent) && !ts.isObjectLiteralExpression(node.parent)) return;
    if (ts.isArrayLiteralExpression(node.parent) && node.parent.elements.length === 1) return;
    const comma = /^\s*,/.exec(text.slice(node.getEnd()));
    change(node, '', [node.getStart(), node.getEnd() + (comma?.[0].length ?? 0)]);
  };

  visit(source);
  return mutants;
}

/** Adds a call of `hit(part)` to each of the parts, where `hit` is a global function. */
export function withHits(text: string, parts: readonly Part[], firstId: number): string {
  const edits = parts.flatMap((part, index) => {
    const call = `globalThis.mutationHit(${firstId + index})`;
    if (!part.isExpression) return [{ at: part.start, added: `${call};` }];
    return [
      { at: part.start, added: `(${call}, ` },
      { at: part.end, added: ')' },
    ];
  });
  let result = text;
  for (const { at, added } of edits.toSorted((a, b) => b.at - a.at))
    result = result.slice(0, at) + added + result.slice(at);
  return result;
}

function partOf(node: ts.Node): Part {
  let part = node;
  while (!isPart(part)) part = part.parent;
  return { start: part.getStart(), end: part.getEnd(), isExpression: !ts.isStatement(part) };
}

function isPart(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isSourceFile(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === node && !ts.isBlock(node);
  return ts.isStatement(node) && (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent));
}

/** Whether a node is only a text for a person: a line for the log, or a translated text. */
function isReport(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /(?:^|\.)log(?:ger)?\??\.\w+$|(?:^|\.)l10n\.t$/.test(node.expression.getText());
}

/** Whether another number would do as well: a stand-in for a missing one, or the start or step of a counter. */
function isArbitrary({ parent }: ts.NumericLiteral): boolean {
  if (ts.isPropertyDeclaration(parent)) return true;
  return ts.isBinaryExpression(parent) && ['??', '+=', '-='].includes(parent.operatorToken.getText());
}

function hasText(node: ts.BinaryExpression): boolean {
  return [node.left, node.right].some(
    (side) =>
      ts.isStringLiteral(side) ||
      ts.isTemplateExpression(side) ||
      ts.isNoSubstitutionTemplateLiteral(side) ||
      (ts.isBinaryExpression(side) && hasText(side)),
  );
}

function withOperator({ left, right }: ts.BinaryExpression, operator: string): string {
  const text = `${left.getText()} ${operator} ${right.getText()}`;
  return operator.endsWith('=') && !/^[<>!=]/.test(operator) ? text : `(${text})`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
}
