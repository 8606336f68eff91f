import { longestLogLine, longestSecret } from '../limits.ts';

/** Replaces secrets in all text that is shown or written to files. */
const mask = '[hidden]';

/** Matches anything that looks like a GitLab secret. https://docs.gitlab.com/security/tokens/#token-prefixes */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\bgl[a-z]{2,8}-[\w.-]{8,}/g, mask],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
  [/\b((?:private|access|job|feed)[_-]token)(["']?\s*[=:]\s*["']?)[^\s"'&]+/gi, `$1$2${mask}`],
  [/\b(\w+:\/\/)[^\s/@]+@/g, '$1'],
];

/** Removes secrets from text: remembered tokens in every encoding, and anything that looks like a secret. */
export class Scrubber {
  private spellings: readonly string[] = [];

  /** Remembers a token until the process ends, because it might be logged after the user signs out. */
  remember(token: string): void {
    if (token.length < 8) return;
    const bytes = new TextEncoder().encode(token);
    const base64 = btoa(String.fromCharCode(...bytes)).replace(/(?<!=)=+$/, '');
    this.spellings = [...new Set([...this.spellings, token, encodeURIComponent(token), base64])];
  }

  scrub(text: string): string {
    const known = this.spellings.reduce((result, secret) => result.replaceAll(secret, mask), text);
    return patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), known);
  }

  /** Scrubs a line of the log, and cuts it before patterns read it. */
  scrubLine(text: string): string {
    if (text.length <= longestLogLine) return this.scrub(text);
    const start = text.slice(0, longestLogLine + longestSecret);
    const scrubbed = this.scrub(start);
    // The end of a cut text may be the first part of a token, which isn't recognized.
    const safe = start === text ? scrubbed.length : Math.max(0, scrubbed.length - longestSecret);
    return `${scrubbed.slice(0, Math.min(longestLogLine, safe))}…`;
  }
}
