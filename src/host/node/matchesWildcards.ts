/**
 * Whether a whole path matches a pattern of Git. `*` and `?` stand for characters except for slashes, and `**` for any
 * number of folders. Each step of the pattern looks back only to the last asterisk, so that no pattern takes long.
 * https://git-scm.com/docs/gitignore#_pattern_format
 */
export function matchesWildcards(path: string, pattern: string): boolean {
  const isNameMatch = (wanted: string, name: string) =>
    matchesParts(Array.from(name), Array.from(wanted), '*', (character, own) => character === '?' || character === own);
  return matchesParts(path.split('/'), pattern.split('/'), '**', isNameMatch);
}

/** @param any the part of the pattern that stands for any number of parts. */
function matchesParts(
  parts: readonly string[],
  pattern: readonly string[],
  any: string,
  isMatch: (wanted: string, part: string) => boolean,
): boolean {
  let at = 0;
  let afterAny: number | undefined;
  let retry = 0;
  for (let index = 0; index < parts.length;) {
    const wanted = pattern[at];
    if (wanted === any) {
      afterAny = ++at;
      retry = index;
    } else if (wanted !== undefined && isMatch(wanted, parts[index] ?? '')) {
      at++;
      index++;
    } else if (afterAny !== undefined) {
      at = afterAny;
      index = ++retry;
    } else return false;
  }
  return pattern.slice(at).every((wanted) => wanted === any);
}
