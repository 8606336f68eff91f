/** A field or an inline fragment in a selection. Covers the part of the language that issue clients use. */
export type Selection =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly alias: string;
      readonly arguments: Readonly<Record<string, Value>>;
      readonly selections: readonly Selection[] | undefined;
    }
  | { readonly kind: 'fragment'; readonly type: string; readonly selections: readonly Selection[] };

export type Value = { readonly variable: string } | { readonly literal: string | number | boolean | null };

/** A query with the variables that it declares, with their types, and those that its arguments use. */
export interface QueryDocument {
  readonly name: string;
  readonly declared: ReadonlyMap<string, string>;
  readonly used: ReadonlySet<string>;
  readonly selections: readonly Selection[];
}

/** A syntax error with a message in GraphQL's style. */
export class SyntaxFault extends Error {}

/**
 * Parses a document with one query: fields, aliases, arguments with variables or scalars, inline fragments. Other
 * syntax (mutations, named fragments, directives, lists) is an error here, although GitLab accepts it.
 */
export function parseDocument(text: string): QueryDocument {
  const tokens = text.replace(/#[^\n]*/g, '').match(/\.\.\.|[{}()!:$=[\],]|"(?:[^"\\\n]|\\.)*"|[\w.+-]+/g) ?? [];
  let at = 0;
  const next = (): string => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxFault('Unexpected end of document');
    return token;
  };
  const expect = (wanted: string): void => {
    const token = next();
    if (token !== wanted) throw new SyntaxFault(`Expected ${wanted}, actual: ${token}`);
  };
  const used = new Set<string>();
  const value = (): Value => {
    const token = next();
    if (token === '$') {
      const variable = next();
      used.add(variable);
      return { variable };
    }
    if (token.startsWith('"')) return { literal: JSON.parse(token) as string };
    if (/^-?\d/.test(token)) return { literal: Number(token) };
    if (token === 'true' || token === 'false') return { literal: token === 'true' };
    return { literal: token === 'null' ? null : token };
  };
  const selections = (): Selection[] => {
    expect('{');
    const found: Selection[] = [];
    while (tokens[at] !== '}') found.push(selection());
    expect('}');
    return found;
  };
  const selection = (): Selection => {
    const token = next();
    if (token === '...') {
      expect('on');
      return { kind: 'fragment', type: next(), selections: selections() };
    }
    let name = token;
    if (tokens[at] === ':') {
      expect(':');
      name = next();
    }
    const given: Record<string, Value> = {};
    if (tokens[at] === '(') {
      expect('(');
      while (tokens[at] !== ')') {
        if (tokens[at] === ',') at++;
        const argument = next();
        expect(':');
        given[argument] = value();
      }
      expect(')');
    }
    return {
      kind: 'field',
      name,
      alias: token,
      arguments: given,
      selections: tokens[at] === '{' ? selections() : undefined,
    };
  };
  let operation = 'anonymous query';
  const declared = new Map<string, string>();
  if (tokens[at] === 'query') {
    at++;
    if (tokens[at] !== '(' && tokens[at] !== '{') operation = next();
    while (tokens[at] !== undefined && tokens[at] !== '{') {
      if (next() !== '$') continue;
      const variable = next();
      expect(':');
      let type = '';
      while (!['$', ',', ')', undefined].includes(tokens[at])) type += next();
      declared.set(variable, type);
    }
  }
  const all = selections();
  if (at < tokens.length) throw new SyntaxFault(`Expected one operation, actual: ${tokens[at] ?? ''}`);
  return { name: operation, declared, used, selections: all };
}
