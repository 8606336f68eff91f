import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestUrl } from '../../../../src/model/limits.ts';
import { safeLink } from '../../../../src/model/text/safeLink.ts';

const dangerous = [
  ...['command:workbench.action.terminal.new', 'COMMAND:x', '%63ommand:x', 'vscode:extension/x', 'vscode-insiders://x'],
  ...['vscode-resource://x', 'file:///etc/passwd', 'data:text/html,x', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)'],
  ...['java\tscript:alert(1)', 'java\nscript:alert(1)', '\u0001javascript:alert(1)', ' javascript:alert(1)'],
  ...[
    'ms-msdt:/id',
    'search-ms:query=x',
    'smb://h/s',
    'ftp://h/x',
    'blob:https://h/1',
    'view-source:https://h/',
    'ssh://h',
  ],
  ...[
    '\\\\h\\s',
    '//h/x',
    '/x',
    'x',
    '',
    '#x',
    '?x',
    'http://',
    'http:// ',
    'https://a b/',
    'ｈｔｔｐｓ://h/',
    'httpѕ://h/',
  ],
];

describe('safeLink', () => {
  it('B06: allows only absolute web and email addresses', () => {
    assert.deepEqual(
      dangerous.filter((url) => safeLink(url) !== undefined),
      [],
    );
    assert.equal(safeLink('HTTPS://Example.com/a b'), 'https://example.com/a%20b');
    assert.equal(safeLink('mailto:a@example.com'), 'mailto:a@example.com');
  });

  it('accepts the longest address, and none that is longer, even after it is encoded', () => {
    const longest = 'https://example.com/'.padEnd(longestUrl, 'x');
    assert.equal(safeLink(longest), longest);
    assert.equal(safeLink(`${longest}x`), undefined);
    assert.equal(safeLink(longest.replace('xx', ' x')), undefined);
    // A URL parser removes line breaks.
    assert.equal(safeLink(`https://example.com/${'\n'.repeat(longestUrl)}`), undefined);
  });

  it('shows a host name in another alphabet in its encoded form', () => {
    assert.equal(safeLink('https://gіtlab.com/'), 'https://xn--gtlab-n2e.com/');
  });

  it('F2: accepts only http, https, and mailto, and never throws', () => {
    const scheme = fc.constantFrom(
      ...[
        'http',
        'https',
        'mailto',
        'javascript',
        'command',
        'vscode',
        'file',
        'data',
        'HtTp',
        'java\tscript',
        'ht\ntps',
      ],
      ...['%6Aavascript', '\u0000http', ' https', 'h\u200bttp', 'ｈttp', 'x-y.z+1', ''],
    );
    const join = fc.constantFrom(':', '://', ':\\\\', ':/', ':///', '&colon;', '%3A', '\t:', ':\n//', '//', '\\\\');
    const host = fc.constantFrom(
      'example.com',
      'a@b.c',
      'xn--a',
      '[::1]',
      '0x7f.1',
      'exa\u00admple.com',
      'héllo.example',
      '',
    );
    const grammar = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 2 }), scheme, join, host, fc.string({ unit: 'binary' }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(grammar, fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom(...dangerous)),
        (url) => {
          const link = safeLink(url);
          if (link === undefined) return;
          assert.ok(['http:', 'https:', 'mailto:'].includes(new URL(link).protocol));
          assert.equal(new URL(url).href, link);
          assert.equal(safeLink(link), link);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
