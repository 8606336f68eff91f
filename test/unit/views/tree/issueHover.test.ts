import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Issue } from '../../../../src/model/issue.ts';
import { issueHover } from '../../../../src/views/tree/issueHover.ts';
import { issue } from '../../sync/issues.ts';

const now = new Date('2026-11-20T12:00:00').getTime();
/** The only style that VS Code 1.105 and later keep in untrusted Markdown (`markdownRenderer.ts`). */
const allowedStyle =
  /^(color:(#[0-9a-fA-F]+|var\(--vscode(-[a-zA-Z0-9]+)+\));)?(background-color:(#[0-9a-fA-F]+|var\(--vscode(-[a-zA-Z0-9]+)+\));)?(border-radius:[0-9]+px;)?$/;
const ourTag = /<span style="([^"]*)">|<\/span>/g;

const hover = (values: Partial<Issue>, description?: string, colors: Readonly<Record<string, string>> = {}) =>
  issueHover(issue(12, values), { now, language: 'en', description, colors: new Map(Object.entries(colors)) });
const html = (markdown: string) => new MarkdownIt({ html: true, linkify: true }).render(markdown);
/** What a reader sees. */
const text = (markdown: string) =>
  html(markdown)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', '')
    .replaceAll('\u00a0', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

describe('The hover of an issue', () => {
  it('shows the title, the state, labels, dates, people, and the start of the description', () => {
    const description = [
      '<!-- Fill this in -->',
      '## Steps',
      '- [x] Add *two* books',
      '',
      '---',
      '```js',
      'f(a < b)',
    ].join('\n');
    const shown = hover(
      {
        title: 'Crash at checkout',
        confidential: true,
        labels: ['bug', 'priority::1'],
        dueDate: '2026-11-01',
        weight: 3,
        commentCount: 4,
        assignees: [{ id: 1, username: 'anna', name: 'Anna Ross' }],
        milestone: { id: 1, title: '18.9', isActive: true, dueDate: '2026-12-01' },
      },
      description,
      { bug: '#d9534f' },
    );
    const lines = text(shown)
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual(lines.slice(0, 8), [
      'Crash at checkout',
      'group/project#12 · Issue · Open · Confidential',
      'Labels: bug priority::1',
      'Due: Nov 1, 2026 (overdue)',
      'Assignees: Anna Ross (@anna)',
      'Milestone: 18.9, due Dec 1, 2026',
      'Weight: 3',
      'Comments: 4',
    ]);
    assert.match(lines[8] ?? '', /^Created .*, updated /);
    assert.deepEqual(lines.slice(9), ['Steps', '☑ Add *two* books', 'f(a < b)']);
    assert.ok(html(shown).includes('<hr>'));
  });

  it('shows labels in their colors, with a text that is readable on them', () => {
    const shown = html(hover({ labels: ['dark', 'light', 'new'] }, undefined, { dark: '#330000', light: '#ffee88' }));
    assert.deepEqual(
      [...shown.matchAll(ourTag)].flatMap(([, style]) => (style === undefined ? [] : [style])),
      [
        'color:#ffffff;background-color:#330000;border-radius:4px;',
        'color:#000000;background-color:#ffee88;border-radius:4px;',
        'color:var(--vscode-badge-foreground);background-color:var(--vscode-badge-background);border-radius:4px;',
      ],
    );
  });

  it('shows at most a few lines of a long description', () => {
    const many = Array.from({ length: 100 }, (_, index) => `Line ${index}`).join('\n');
    assert.match(text(hover({}, many)), /Line 7\n…\n$/);
    assert.ok(text(hover({}, 'word '.repeat(10_000))).length < 1_000);
  });

  it('S6: has no markup, link, or style from GitLab', () => {
    const piece = fc.constantFrom(
      ...[
        '<img src=x onerror=alert(1)>',
        '<b>',
        '</span>',
        '"',
        "'",
        '[a](command:x)',
        '![](http://x/y.png)',
        '`',
        '\n',
      ],
      ...[
        '$(zap)',
        '&lt;',
        '<!--',
        '-->',
        '\\',
        'https://x.example',
        'www.x.example',
        'a@b.example',
        '\u202e',
        '|',
        '- ',
      ],
      ...['#ffffff;background:url(http://x)', '#fff', '::', ' ', '\n\n', '<script>', '    ', '1. ', '~~~', '* * *'],
    );
    const hostile = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (title, label, description, color) => {
        const shown = html(hover({ title, labels: [label] }, description, { [label]: color }));
        for (const [, style] of shown.matchAll(ourTag)) assert.match(style ?? '', allowedStyle);
        const rest = shown.replace(ourTag, '').replace(/<\/?(?:p|strong)>|<(?:br|hr)>/g, '');
        assert.doesNotMatch(rest, /</, shown);
        assert.equal([...shown.matchAll(/<span /g)].length, 1, shown);
      }),
    );
  });
});
