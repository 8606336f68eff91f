import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newIssuePage } from '../../../../src/model/address/newIssuePage.ts';

const project = 'https://gitlab.example.com/group/app';

describe("GitLab's page for a new issue", () => {
  const read = (url: string) => Object.fromEntries(new URL(url).searchParams);

  it('has the draft filled in', () => {
    const url = newIssuePage(project, {
      title: 'A & B #1?',
      description: '## Steps\n\n1. 🙂',
      labels: ['bug', 'needs info', 'odd "one"'],
      dueDate: '2026-12-24',
      confidential: true,
      issueType: 'incident',
      weight: 3,
    });
    assert.ok(url.startsWith(`${project}/-/issues/new?issue%5Btitle%5D=`), url);
    assert.deepEqual(read(url), {
      'issue[title]': 'A & B #1?',
      'issue[issue_type]': 'incident',
      'issue[confidential]': 'true',
      'issue[description]': '/label ~"bug" ~"needs info"\n\n/due 2026-12-24\n\n/weight 3\n\n## Steps\n\n1. 🙂',
    });
    assert.deepEqual(read(newIssuePage(project, { title: 'x' })), { 'issue[title]': 'x' });
  });

  it('has a URL that every browser opens, with as much of the description as fits', () => {
    const title = fc.string({ unit: 'binary', maxLength: 60 });
    const description = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', 'ß', '見', '🙂'),
      minLength: 1_000,
      maxLength: 4_000,
    });
    fc.assert(
      fc.property(title, description, (someTitle, text) => {
        const url = newIssuePage(project, { title: someTitle, description: text });
        assert.ok(url.length <= 2_045, String(url.length));
        const shown = read(url)['issue[description]'] ?? '';
        assert.ok(shown === text || (shown.endsWith('…') && text.startsWith(shown.slice(0, -1))));
        assert.ok(shown === text || url.length > 2_000);
      }),
    );
  });
});
