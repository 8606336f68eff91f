import assert from 'node:assert/strict';
import { connectionReport, type ConnectionStep } from '../../../../src/model/connection/connectionReport.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { roleName } from '../../../../src/model/text/roleName.ts';
import { Scrubber } from '../../../../src/model/text/scrubber.ts';

const instance = 'https://git.example.com/gitlab' as InstanceUrl;

describe('connectionReport', () => {
  const report = (...steps: ConnectionStep[]) =>
    connectionReport(instance, ['Issues for GitLab 0.1.0', 'VS Code 1.105.1', 'linux x64'], steps, new Scrubber());

  it('is a list that starts with the versions and has the problems first', () => {
    const text = report(
      { name: 'name', verdict: 'passed', found: 'All well.' },
      { name: 'port', verdict: 'failed', found: 'Closed.', fix: 'Open it.' },
      { name: 'certificate', verdict: 'skipped', found: 'Skipped, because.' },
    );
    assert.equal(
      text,
      [
        '# Connection to git.example.com/gitlab',
        '',
        '- Issues for GitLab 0.1.0',
        '- VS Code 1.105.1',
        '- linux x64',
        '',
        '**Problems found: Connection.**',
        '',
        '- ✔ **Name resolution:** All well.',
        '- ✘ **Connection:** Closed.',
        '  - **What to do:** Open it.',
        '- – **Certificate:** Skipped, because.',
        '',
        "This report doesn't contain tokens, but it includes host, user, and project names. Review it before you share it.",
        '',
      ].join('\n'),
    );
  });

  it('B07: escapes Markdown, HTML, and mentions from a server or a remote', () => {
    const hostile = '[x](command:boo) <img src=x> `code` ![i](http://t/i.png)\n# head\n- item | @all *b*\u202e\u0007';
    const line = report({ name: 'token', verdict: 'passed', found: hostile }).split('\n')[8];
    assert.equal(
      line,
      '- ✔ **Access token:** \\[x\\](command:boo) \\<img src=x\\> \\`code\\` !\\[i\\](http://t/i.png) # head - item \\| @\u200ball \\*b\\*',
    );
  });

  it('C11: keeps what isolates a name, and nothing else that turns text round', () => {
    const line = (found: string) => report({ name: 'certificate', verdict: 'passed', found }).split('\n')[8];
    assert.equal(line('by \u2068דנה\u2069, until'), '- ✔ **Certificate:** by \u2068דנה\u2069, until');
    assert.equal(line('by \u202eevil\u200b\u2069, until \u2067x'), '- ✔ **Certificate:** by evil, until \u2067x\u2069');
  });

  it('A04: removes known tokens, and anything that looks like a token', () => {
    const scrubber = new Scrubber();
    scrubber.remember('s3cr3t-of-another-shape');
    const found = 'glpat-CANARY0123456789abcd s3cr3t-of-another-shape https://user:pass@host/x';
    const text = connectionReport(instance, [], [{ name: 'token', verdict: 'failed', found }], scrubber);
    assert.doesNotMatch(text, /CANARY|s3cr3t|pass@|user:/);
  });

  it('shows GitLab’s roles for their access levels', () => {
    const names = [5, 10, 15, 20, 25, 30, 40, 50, 99].map(roleName);
    assert.deepEqual(names, [
      'Minimal Access',
      'Guest',
      'Planner',
      'Reporter',
      'Security Manager',
      'Developer',
      'Maintainer',
      'Owner',
      'Role 99',
    ]);
  });
});
