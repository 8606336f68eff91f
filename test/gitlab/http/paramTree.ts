import { parseMultipart } from './multipart.ts';

/** A query string, parsed like Rails: `a[]=1&not[labels]=x` becomes `{a: ['1'], not: {labels: 'x'}}`. */
export interface ParamTree {
  [name: string]: ParamValue;
}
export type ParamValue = string | ParamValue[] | ParamTree;

export function isTree(value: ParamValue | undefined): value is ParamTree {
  return typeof value === 'object' && !Array.isArray(value);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Parses a query string or a form body. */
export function parseQuery(query: string): ParamTree {
  const tree: ParamTree = {};
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const key = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + 1));
    const root = /^[^[]+/.exec(key)?.[0];
    if (root === undefined) continue;
    const steps = [root, ...[...key.slice(root.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
    // Prevents prototype pollution.
    if (!steps.includes('__proto__')) put(tree, steps, value);
  }
  return tree;
}

/** Parses a form, a multipart form, or a JSON object (contract section 1). Returns undefined for invalid JSON. */
export function parseBody(body: Buffer, contentType: string | undefined): ParamTree | undefined {
  const type = contentType ?? '';
  if (/^application\/x-www-form-urlencoded/i.test(type)) return parseQuery(body.toString('utf8'));
  if (/^multipart\/form-data/i.test(type)) {
    const fields = parseMultipart(body, type).filter((part) => part.filename === undefined);
    const escaped = fields.map(({ name, bytes }) => `${escape(name)}=${escape(bytes.toString('utf8'))}`);
    return parseQuery(escaped.join('&'));
  }
  if (!/json/i.test(type) || body.length === 0) return {};
  try {
    return asText(JSON.parse(body.toString('utf8')) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

/** Converts JSON values to the text that a form would send. */
function asText(object: Record<string, unknown>): ParamTree {
  const one = (value: unknown): ParamValue => {
    if (Array.isArray(value)) return value.map(one);
    if (typeof value === 'object' && value !== null) return asText(value as Record<string, unknown>);
    if (value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, one(value)]));
}

function put(tree: ParamTree, steps: readonly string[], value: string): void {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) {
    tree[step] = value;
  } else if (rest[0] === '') {
    const list = tree[step];
    if (Array.isArray(list)) list.push(value);
    else tree[step] = [value];
  } else {
    const old = tree[step];
    const below: ParamTree = isTree(old) ? old : {};
    tree[step] = below;
    put(below, rest, value);
  }
}

/** Like Ruby's `CGI.escape`. */
function escape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function pairs(name: string, value: ParamValue): string[] {
  if (typeof value === 'string') return [`${escape(name)}=${escape(value)}`];
  if (Array.isArray(value)) return [value.flatMap((item) => pairs(`${name}[]`, item)).join('&')].filter(Boolean);
  return [
    Object.entries(value)
      .flatMap(([key, below]) => pairs(`${name}[${key}]`, below))
      .sort()
      .join('&'),
  ].filter(Boolean);
}

/** Like Rails' `Hash#to_query`: sorted, as in GitLab's Link headers. */
export function toQuery(tree: ParamTree): string {
  return Object.entries(tree)
    .flatMap(([name, value]) => pairs(name, value))
    .sort()
    .join('&');
}
