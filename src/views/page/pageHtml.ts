import type { PageIdentity } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { plainText } from '../../model/text/plainText.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import { textParts } from '../../model/text/textParts.ts';

export interface PageResources {
  /** What VS Code allows a page to load: files from one folder. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly icons: string;
  readonly nonce: string;
  /** The display language of VS Code, as a BCP 47 tag. */
  readonly language: string;
  /** The texts in that language, by their English text. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * The HTML of an issue's page. It contains the known state as data, and the title and description as text, so
 * that they are visible before the script runs.
 */
export function pageHtml(resources: PageResources, state: PageState | undefined, kept: PageIdentity): string {
  const { texts, language } = resources;
  const title = state ? titleOf(state) : `#${kept.iid}`;
  const main = `<h1 dir="auto">${escaped(title)}</h1>${sourceHtml(state?.description ?? '')}`;
  return documentHtml(resources, { title, main, given: { state, kept, texts, language } });
}

/** @param main the HTML of the content. @param given the data for the script. */
export function documentHtml(
  resources: PageResources,
  { title, main, given }: { readonly title: string; readonly main: string; readonly given: object },
): string {
  const { cspSource, nonce, script, style, icons, language } = resources;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(contentSecurityPolicy(cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(icons)}">
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<div id="page"><main>${main}</main></div>
<script type="application/json" id="given">${jsonInHtml(given)}</script>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}

/** A text as written. Of a long one, the browser lays out only the visible parts. */
export function sourceHtml(text: string): string {
  const [first = '', ...others] = textParts(text).map(escaped);
  const parts = [first, ...others].map((part) => `<div class="md-plain">${part}</div>`);
  return `<pre class="source" dir="auto">${others.length === 0 ? first : parts.join('')}</pre>`;
}

export function titleOf({ issue }: PageState): string {
  return `#${issue.iid} ${plainText(shownTitle(issue.title))}`;
}

/** The contract of docs/issue-page.md: nothing inline, no other origins, and images as data. */
export function contentSecurityPolicy(cspSource: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `connect-src 'none'`,
    `frame-src 'none'`,
  ].join('; ');
}

/** 144 random bits, so that the author of an issue can't guess it. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
}

/** Formats JSON that can't close the element around it. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Escapes text for an element or a quoted attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
