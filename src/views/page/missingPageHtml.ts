import * as l10n from '@vscode/l10n';
import { escaped } from './pageHtml.ts';

/** The HTML of a restored tab whose account is signed out, or whose project isn't in this workspace. It has no script. */
export function missingPageHtml(language: string): string {
  const text = l10n.t('This issue is no longer available here. Open it again from the GitLab Issues view.');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
</head>
<body><p>${escaped(text)}</p></body>
</html>`;
}
