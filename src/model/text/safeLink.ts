/** What may leave VS Code by a click; anything else can start a program or run a script. */
const schemes: readonly string[] = ['http:', 'https:', 'mailto:'];
/** As much as a message of the page may hold. */
const longest = 10_000;

/**
 * The gate for every link in text that GitLab gave: the address as it was understood, or undefined where it is not an absolute
 * one for the web or for mail. Both the page and the extension use it, and open only what it returned.
 * Never throws.
 */
export function safeLink(url: string): string | undefined {
  if (url.length > longest) return undefined;
  try {
    const parsed = new URL(url);
    return schemes.includes(parsed.protocol) && parsed.href.length <= longest ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
