/** A value in one of Git's configuration files. */
export interface GitConfigValue {
  /** As Git lists it: `section.Subsection.name`, in lowercase except for the subsection. */
  readonly key: string;
  /** Empty for a key without a value. */
  readonly value: string;
}

const blank = /(?:\s|[#;][^\n]*)*/y;
const section = /\[([a-z0-9.-]+)(?:\s+"((?:[^"\\\n]|\\.)*)")?\]/iy;
const entry = /([a-z][a-z0-9-]*)[ \t]*(?:=((?:"(?:[^"\\\n]|\\[^])*"|\\[^]|[^"\\\n#;])*))?(?=[\n#;]|$)/iy;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '\n': '' };

/**
 * The values in the text of a configuration file, in their order. Stops at a syntax error, where Git itself fails.
 * The format isn't that of other .ini files. https://git-scm.com/docs/git-config#_syntax
 */
export function readGitConfigText(text: string): readonly GitConfigValue[] {
  const lines = text.replaceAll('\r\n', '\n');
  const values: GitConfigValue[] = [];
  let at = 0;
  let prefix: string | undefined;
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(lines);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    next(blank);
    const header = next(section);
    if (header) {
      const [, name = '', subsection] = header;
      prefix = `${name.toLowerCase()}.${subsection === undefined ? '' : `${subsection.replace(/\\(.)/g, '$1')}.`}`;
      continue;
    }
    const found = prefix === undefined ? null : next(entry);
    if (!found) return values;
    values.push({ key: `${prefix ?? ''}${(found[1] ?? '').toLowerCase()}`, value: unquoted(found[2] ?? '') });
  }
}

/** Without the quotation marks and the spaces around them, and with the characters that escapes stand for. */
function unquoted(raw: string): string {
  return raw
    .replace(/\\([^])/g, (pair, escaped: string) => (escaped === '\n' ? '' : pair))
    .trim()
    .replace(/\\([^])|"/g, (_, escaped: string | undefined) =>
      escaped === undefined ? '' : (escapes[escaped] ?? escaped),
    );
}
