import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { missingPageHtml } from '../../../../src/views/page/missingPageHtml.ts';

describe('The HTML of a page whose issue is missing', () => {
  const text = 'This issue is no longer available here. Open it again from the GitLab Issues view.';
  afterEach(() => {
    l10n.config({ contents: {} });
  });

  it('explains what to do, and allows no script or request', () => {
    const page = missingPageHtml('en');
    assert.ok(page.includes(`<p>${text}</p>`), page);
    assert.ok(page.includes(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`), page);
    assert.doesNotMatch(page, /<script|<link|src=/);
  });

  it('escapes its text and its language', () => {
    l10n.config({ contents: { [text]: '"Plus" là <script>&' } });
    const page = missingPageHtml('fr"><script>');
    assert.ok(page.includes('<p>&quot;Plus&quot; là &lt;script&gt;&amp;</p>'), page);
    assert.ok(page.includes('<html lang="fr&quot;&gt;&lt;script&gt;">'), page);
  });
});
