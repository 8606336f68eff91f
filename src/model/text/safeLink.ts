import { longestUrl } from '../limits.ts';

/** The schemes that a click can open outside VS Code. Any other scheme could start a program or run a script. */
const schemes: readonly string[] = ['http:', 'https:', 'mailto:'];

/**
 * Checks every link in text from GitLab. Returns the parsed URL, or undefined if it isn't an absolute web or mail URL.
 * Both the page and the extension call it, and open only the URL that it returns. Never throws.
 */
export function safeLink(url: string): string | undefined {
  if (url.length > longestUrl) return undefined;
  try {
    const parsed = new URL(url);
    return schemes.includes(parsed.protocol) && parsed.href.length <= longestUrl ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
