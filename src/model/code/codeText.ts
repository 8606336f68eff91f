import * as l10n from '@vscode/l10n';
import { longestQuote } from '../limits.ts';
import { shortened } from '../text/plainText.ts';
import { type CodeLines, type LineRange, quotedLines } from './codeLines.ts';

/** Where lines of code are on GitLab. */
export type PublishedCode =
  /** The commit has the same lines. */
  | { readonly kind: 'same'; readonly path: string; readonly link: string; readonly lines: LineRange }
  /** The lines in the commit are others. */
  | { readonly kind: 'changed'; readonly path: string; readonly link: string }
  /** No commit of the repository on GitLab has the file. */
  | { readonly kind: 'unpublished'; readonly path: string }
  /** The file isn't in a repository on an instance that the user is signed in to. */
  | { readonly kind: 'elsewhere'; readonly path: string };

/** The link to a file in a commit. @param project the web address of the project. */
export function permalink(project: string, commit: string, path: string, lines?: LineRange): string {
  const segments = path.split('/').map(encodeURIComponent).join('/');
  // A closing parenthesis would end a link in Markdown.
  const address = `${project}/-/blob/${commit}/${segments}`.replaceAll('(', '%28').replaceAll(')', '%29');
  return lines ? `${address}#L${rangeText(lines)}` : address;
}

/** The Markdown that shows lines of code in an issue: a link to them, or else the code itself and the reason. */
export function codeText(code: CodeLines, published: PublishedCode): string {
  const { path, kind } = published;
  if (kind === 'same') return `[${codeSpan(`${path}:${rangeText(published.lines)}`)}](${published.link})`;
  const place = codeSpan(`${path}:${rangeText(code)}`);
  const named = kind === 'changed' ? `[${codeSpan(path)}](${published.link})` : place;
  const language = /\.([a-z][\w+-]*)$/i.exec(path)?.[1] ?? '';
  return [named, ...reasonOf(published), fenced(quotedLines(code), language)].join('\n\n');
}

/** The Markdown that shows a problem. @param name what reported it, such as `ts(2304)`. Can be empty. */
export function problemText(message: string, name: string): string {
  return [...(name === '' ? [] : [codeSpan(name)]), fenced(message)].join('\n\n');
}

/**
 * A block of text, which can't contain Markdown or quick actions. Earlier versions of GitLab find only blocks with three
 * backticks, so in a longer one, a space starts each line. A quick action starts a line.
 */
export function fenced(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const quoted = shortened(text, longestQuote);
  return `${fence}${language}\n${fence.length > 3 ? quoted.replace(/^/gm, ' ') : quoted}\n${fence}`;
}

function reasonOf({ kind }: PublishedCode): readonly string[] {
  switch (kind) {
    case 'changed':
      return [l10n.t('These lines differ from the newest commit that was found on GitLab.')];
    case 'unpublished':
      return [l10n.t("This file isn't in the newest commit that was found on GitLab.")];
    case 'same':
    case 'elsewhere':
      return [];
  }
}

function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const ticks = '`'.repeat(longestRun(line) + 1);
  return ticks === '`' ? `\`${line}\`` : `${ticks} ${line} ${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function rangeText({ first, last }: LineRange): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
