import assert from 'node:assert/strict';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import type { ConnectionStep } from '../../../../src/model/connection/connectionReport.ts';
import { Scrubber } from '../../../../src/model/text/scrubber.ts';
import { connectionHtml, reportChoices } from '../../../../src/views/connection/connectionHtml.ts';

const instance = 'https://git.example.com/gitlab' as InstanceUrl;
const resources = {
  cspSource: 'https://local',
  script: 'https://local/plain.js',
  style: 'https://local/page.css',
  icons: 'https://local/codicon.css',
  nonce: 'nonce',
  language: 'en',
  texts: {},
};

describe('The report of a connection check', () => {
  const htmlOf = (steps: readonly ConnectionStep[], scrubber = new Scrubber()): string =>
    connectionHtml(resources, { instance, environment: ['Issues for GitLab 0.1.0'], steps }, scrubber);

  it('has a button for what solves the problem of each step, and for the whole report', () => {
    const steps: ConnectionStep[] = [
      { name: 'name', verdict: 'passed', found: 'All well.' },
      {
        name: 'proxy',
        verdict: 'failed',
        found: 'Bad.',
        fix: 'Fix it.',
        action: { kind: 'setting', name: 'http.proxy' },
      },
      { name: 'token', verdict: 'failed', found: 'Rejected.', fix: 'Sign in.', action: { kind: 'signIn', instance } },
    ];
    const buttons = [...htmlOf(steps).matchAll(/<button [^>]*data-message="(\d+)">(.*?)<\/button>/g)];
    const choices = reportChoices({ instance, environment: [], steps });
    assert.deepEqual(
      buttons.map(([, index, title]) => [title, choices[Number(index)]]),
      [
        ['Check Again', 'checkAgain'],
        ['Check Another Instance…', 'checkOther'],
        ['Copy Report', 'copy'],
        ['Open the &#39;http.proxy&#39; Setting', steps[1]?.action],
        ['Sign In to git.example.com/gitlab', steps[2]?.action],
      ],
    );
    assert.match(htmlOf(steps), /Problems found: Proxy, Access token\./);
  });

  it('B07: escapes all text of a server, and runs nothing of it', () => {
    const hostile = '"><script>alert(1)</script><button data-message="0">&[x](command:boo)';
    const html = htmlOf([
      { name: 'gitlab', verdict: 'failed', found: hostile, fix: hostile, action: { kind: 'setting', name: hostile } },
    ]);
    assert.doesNotMatch(html, /<script>alert|<button data-message/);
    assert.equal(html.match(/<script/g)?.length, 2);
    assert.match(html, /Content-Security-Policy/);
  });

  it('A04: contains no token', () => {
    const scrubber = new Scrubber();
    scrubber.remember('s3cr3t-of-another-shape');
    const found = 'glpat-CANARY0123456789abcd s3cr3t-of-another-shape';
    assert.doesNotMatch(htmlOf([{ name: 'token', verdict: 'failed', found }], scrubber), /CANARY|s3cr3t/);
  });
});
