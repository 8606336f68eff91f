import { ApiError } from './apiError.ts';
import { isTree, type ParamTree, type ParamValue } from './paramTree.ts';

/** How to parse a declared parameter. The names follow Grape's types and GitLab's own validators. */
export interface ParamSpec {
  /** `labels`, or `not[labels]` for a nested parameter. */
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'dateTime' | 'list' | 'integers' | 'integerNoneAny';
  readonly values?: readonly string[];
  /** A number to reject (Grape's `except_values`). */
  readonly except?: number;
  readonly default?: string;
  readonly required?: boolean;
  /** False rejects an empty value (Grape's `allow_blank`). */
  readonly allowBlank?: boolean;
}

const truthy = ['1', 'on', 'ON', 'On', 't', 'true', 'True', 'TRUE', 'T', 'y', 'yes', 'Yes', 'YES', 'Y'];
const falsy = ['0', 'off', 'Off', 'OFF', 'f', 'false', 'False', 'FALSE', 'F', 'n', 'no', 'No', 'NO', 'N'];

type Value = string | number | boolean | readonly string[] | readonly number[];

function path(name: string): string[] {
  return name.split(/[[\]]+/).filter(Boolean);
}

function read(tree: ParamTree, name: string): ParamValue | undefined {
  let value: ParamValue | undefined = tree;
  for (const step of path(name)) value = isTree(value) ? value[step] : undefined;
  return value;
}

function write(tree: ParamTree, name: string, value: ParamValue): void {
  const steps = path(name);
  const last = steps.pop() ?? name;
  let at = tree;
  for (const step of steps) {
    const below = at[step];
    if (!isTree(below)) return;
    at = below;
  }
  at[last] = value;
}

/** Parses a date or time like Ruby's `DateTime.parse`. Returns milliseconds, or undefined if it's invalid. */
function parseTime(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d| \d\d:\d\d)?)?$/i.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, day = '', time = '00:00:00', zone = 'Z'] = match;
  // An unencoded plus arrives as a space. Ruby then finds no offset and uses UTC.
  const offset = /^[+-]/.test(zone) ? zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2') : 'Z';
  const ms = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The declared parameters after coercion and validation, and all parameters for the Link header. */
export class Params {
  private readonly values = new Map<string, Value>();
  /** All parameters of the request plus defaults. Lists are arrays. */
  readonly all: ParamTree;

  /** Throws GitLab's 400 that lists all invalid parameters. */
  constructor(specs: readonly ParamSpec[], raw: ParamTree, route: Readonly<Record<string, string>> = {}) {
    this.all = { ...structuredClone(raw), ...route };
    const errors: string[] = [];
    for (const spec of specs) {
      const given = read(this.all, spec.name);
      if (given === undefined) {
        if (spec.required) errors.push(`${spec.name} is missing`);
        if (spec.default === undefined) continue;
        write(this.all, spec.name, spec.default);
      }
      const error = this.accept(spec, given ?? spec.default ?? '');
      if (error !== undefined) errors.push(`${spec.name} ${error}`);
    }
    if (errors.length > 0) throw ApiError.grape(400, errors.join(', '));
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    const value = this.values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  integer(name: string): number | undefined {
    const value = this.values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.values.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  strings(name: string): readonly string[] | undefined {
    const value = this.values.get(name);
    return Array.isArray(value) ? (value as readonly (string | number)[]).map(String) : undefined;
  }

  integers(name: string): readonly number[] | undefined {
    return this.strings(name)?.map(Number);
  }

  /** Whether the request included the parameter, even if empty. */
  given(name: string): boolean {
    return read(this.all, name) !== undefined;
  }

  /** Throws if none of the parameters were given (Grape's `at_least_one_of`). */
  atLeastOne(...names: string[]): void {
    if (names.some((name) => this.given(name))) return;
    throw ApiError.grape(400, `${names.join(', ')} are missing, at least one parameter must be provided`);
  }

  /** Throws if more than one of the parameters was given (Grape's `mutually_exclusive`). */
  exclusive(...names: string[]): void {
    const given = names.filter((name) => read(this.all, name) !== undefined);
    if (given.length > 1) throw ApiError.grape(400, `${given.join(', ')} are mutually exclusive`);
  }

  private accept(spec: ParamSpec, given: ParamValue): string | undefined {
    if (spec.allowBlank === false && typeof given === 'string' && given.trim() === '') return 'is empty';
    const coerced = this.coerce(spec, given);
    if (typeof coerced === 'object' && 'error' in coerced) return coerced.error;
    if (coerced === undefined) return undefined;
    if (spec.values && !(typeof coerced === 'string' && spec.values.includes(coerced)))
      return 'does not have a valid value';
    if (spec.except !== undefined && coerced === spec.except) return 'has a value not allowed';
    this.values.set(spec.name, coerced);
    if (Array.isArray(coerced)) write(this.all, spec.name, (coerced as readonly (string | number)[]).map(String));
    return undefined;
  }

  /** Returns undefined for Ruby's nil, which is the value of an empty text unless the type is a string. */
  private coerce(spec: ParamSpec, given: ParamValue): Value | { error: string } | undefined {
    const invalid = { error: 'is invalid' };
    if (spec.type === 'list' || spec.type === 'integers') {
      if (isTree(given)) return invalid;
      const items = (Array.isArray(given) ? given : [given]).flatMap((item) =>
        typeof item === 'string' ? item.split(',').map((part) => part.trim()) : [],
      );
      if (spec.type === 'list') return items.filter((item) => item !== '');
      return items.filter((item) => item !== '').map((item) => Number.parseInt(item, 10) || 0);
    }
    if (typeof given !== 'string') return invalid;
    switch (spec.type) {
      case 'string':
        return given;
      case 'integer':
        if (given === '') return undefined;
        return /^[+-]?\d+$/.test(given) ? Number(given) : invalid;
      case 'boolean':
        if (given === '') return undefined;
        return truthy.includes(given) || (falsy.includes(given) ? false : invalid);
      case 'dateTime':
        if (given === '') return undefined;
        return parseTime(given) ?? invalid;
      case 'integerNoneAny':
        if (/^\d+$/.test(given)) return given;
        return /^(none|any)$/i.test(given) ? given.toLowerCase() : { error: "should be an integer, 'None' or 'Any'" };
    }
  }
}
