/** A part of a query between spaces. Positions are offsets in the text. The end is exclusive. */
export interface QueryToken {
  readonly from: number;
  readonly to: number;
  /** Whether it starts with a minus sign. */
  readonly isNot: boolean;
  /** The text before the colon, as written. Undefined for plain words. */
  readonly key?: string;
  /** Where the value starts, including sigil and quotes. */
  readonly valueFrom: number;
  /** `@`, `~`, or `%` directly after the colon. It marks the value as a name. */
  readonly sigil?: string;
  readonly isQuoted: boolean;
  /** Without sigil and quotes. */
  readonly value: string;
  /** Whether the closing quote is missing. */
  readonly isOpen: boolean;
  /** Whether text follows the closing quote without a space. */
  readonly isGlued: boolean;
}

/** Splits a query into tokens. Never fails. */
export function queryTokens(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  for (;;) {
    at = skip(text, at, /\s/);
    if (at >= text.length) return tokens;
    const token = readToken(text, at);
    tokens.push(token);
    at = token.to;
  }
}

function readToken(text: string, from: number): QueryToken {
  const isNot = text[from] === '-' && /\S/.test(text[from + 1] ?? '');
  const nameFrom = isNot ? from + 1 : from;
  const nameTo = skip(text, nameFrom, /[a-z_]/i);
  // A URL is search text, not a filter named "https".
  const hasKey = nameTo > nameFrom && text[nameTo] === ':' && !text.startsWith('//', nameTo + 1);
  const valueFrom = hasKey ? nameTo + 1 : nameFrom;
  const sigil = hasKey ? /[@~%]/.exec(text[valueFrom] ?? '')?.[0] : undefined;
  const bodyFrom = valueFrom + (sigil?.length ?? 0);
  const quote = hasKey ? /["']/.exec(text[bodyFrom] ?? '')?.[0] : /"/.exec(text[bodyFrom] ?? '')?.[0];
  const body = quote === undefined ? readBare(text, bodyFrom) : readQuoted(text, bodyFrom + 1, quote);
  const to = skip(text, body.to, /\S/);
  return {
    from,
    to,
    isNot,
    ...(hasKey ? { key: text.slice(nameFrom, nameTo) } : {}),
    valueFrom,
    ...(sigil === undefined ? {} : { sigil }),
    isQuoted: quote !== undefined,
    value: body.value,
    isOpen: body.isOpen,
    isGlued: to > body.to,
  };
}

function readBare(text: string, from: number) {
  const to = skip(text, from, /\S/);
  return { value: text.slice(from, to), to, isOpen: false };
}

/** Reads up to the closing quote. A backslash escapes a quote or a backslash. */
function readQuoted(text: string, from: number, quote: string) {
  let value = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === quote) return { value, to: at + 1, isOpen: false };
    const next = text.charAt(at + 1);
    if (char === '\\' && (next === quote || next === '\\')) at += 1;
    value += char === '\\' && (next === quote || next === '\\') ? next : char;
  }
  return { value, to: text.length, isOpen: true };
}

function skip(text: string, from: number, kind: RegExp): number {
  let at = from;
  while (at < text.length && kind.test(text.charAt(at))) at += 1;
  return at;
}
