import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { longestName } from '../../../../src/model/limits.ts';
import { plainLabel, plainMarkdown, plainMessage, plainText } from '../../../../src/model/text/plainText.ts';

/** Characters that direct, control, or end text, and some that don't. */
const parts = [
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\u200e', '\u200f'],
  ...['\u05e9\u05dc\u05d5\u05dd', '\u0645\u0631\u062d\u0628\u0627', 'abc', ' ', '\n', '\t', '\r\n', '\u2028', '\u0000'],
  ...['\u0007', '\u001b[31m', '\u0085', '#12', '$(zap)', '](command:a)', '[b', '\u{1f600}', '\u{1e900}', '(', '</b>'],
];
const hostile = fc.array(fc.constantFrom(...parts), { maxLength: 20 }).map((all) => all.join(''));

/** The depth of isolates at the end of a text. Undefined if one ends that didn't begin. */
function openIsolates(text: string): number | undefined {
  let depth = 0;
  for (const character of text) {
    if (/[\u2066-\u2068]/.test(character)) depth += 1;
    if (character === '\u2069') depth -= 1;
    if (depth < 0) return undefined;
  }
  return depth;
}

/** Removes what is isolated. */
function outside(text: string): string {
  const inner = text.replace(/[\u2066-\u2068][^\u2066-\u2069]*\u2069/g, '');
  return inner === text ? text : outside(inner);
}

describe('plainText', () => {
  it('S7: is one balanced line without control characters, and only isolated text runs from right to left', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = plainText(text);
        assert.doesNotMatch(plain, /[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        assert.equal(openIsolates(plain), 0);
        assert.doesNotMatch(outside(plain), /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Adlam}\u200f]/u);
        assert.equal(plainText(plain), plain);
      }),
    );
  });

  it('C11: isolates each mark that sets a direction, and removes overrides and embeddings', () => {
    for (const mark of ['\u200e', '\u200f', '\u061c']) assert.equal(plainText(`a${mark}b`), `\u2068a${mark}b\u2069`);
    for (const mark of ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e']) assert.equal(plainText(`a${mark}b`), 'ab');
    for (const mark of ['\u2066', '\u2067', '\u2068']) assert.equal(plainText(`a${mark}b`), `a${mark}b\u2069`);
    assert.equal(plainText('\u2069a\u2069'), 'a');
    assert.equal(plainText('مرحبا بالعالم'), '\u2068مرحبا بالعالم\u2069');
  });

  it('S7: leaves other text as it is, and cuts what is too long', () => {
    for (const text of ['', 'Fix the crash', 'Größe 你好 👩‍👩‍👧', '<b> & $(zap) [a](b) \\'])
      assert.equal(plainText(text), text);
    assert.equal(plainText('a\n\tb\u0000c'), 'a bc');
    assert.equal(plainText('\u202eevil'), 'evil');
    assert.equal(plainText('שלום'), '\u2068שלום\u2069');
    assert.equal(plainText('a\u2067b'), 'a\u2067b\u2069');
    assert.equal(plainText('a\u2069b'), 'ab');
    assert.ok(plainText('שלום'.repeat(1_000_000)).length <= longestName + 3);
  });

  it('shows that a text was cut, and cuts between characters', () => {
    assert.equal(plainText('a'.repeat(longestName)), 'a'.repeat(longestName));
    assert.equal(plainText(`${'a'.repeat(longestName - 1)}😀`), `${'a'.repeat(longestName - 1)}…`);
  });
});

describe('plainLabel and plainMessage', () => {
  it('S8: escape icons only where VS Code parses them', () => {
    assert.equal(plainText('$(zap)'), '$(zap)');
    assert.equal(plainLabel('$(zap)'), '\\$(zap)');
    assert.equal(plainMessage('$(zap)'), '$(zap)');
  });

  it('break links, and keep the lines of a dialog', () => {
    assert.equal(plainMessage('[a](command:b)\n\u202ec'), '[a] (command:b)\nc');
    fc.assert(
      fc.property(hostile, (text) => {
        assert.ok(!plainMessage(text).includes(']('));
      }),
    );
  });
});

describe('plainMarkdown', () => {
  const markdown = new MarkdownIt({ html: true, linkify: true });

  it('S6: is shown as it is, whatever Markdown, HTML, and addresses it contains', () => {
    const names = [
      ...['<img src=http://x>', '<a href="https://x">y</a>', '&lt;', '&#60;', '<https://x.example>', '</b>', '<!--'],
      ...['<file:///etc/passwd>', 'https://x.example', 'www.x.example', 'a@x.example', '[a](command:b)', '![a](b)'],
      ...['**a**', '_a_', '~~a~~', '`a`', '# a', '- a', '+ a', '1. a', '> a', '| a |', '---', '===', '\\', 'a\\', '::'],
      ...['[a]: b', '[^1]', '$(zap)', '    a', '```', 'a  b', ':smile:', '\\<b>', '\\&amp;'],
    ];
    const rendered = (text: string) => markdown.render(`**x**\n\n${plainMarkdown(text)}\n`).split('\n')[1];
    for (const name of names) {
      const shown = `<p>${markdown.utils.escapeHtml(plainText(name).trim())}</p>`;
      assert.equal(rendered(name), shown, name);
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names, 'a', ' '), { minLength: 1 }), (some) => {
        const name = `x${some.join('')}`;
        assert.equal(rendered(name), `<p>${markdown.utils.escapeHtml(plainText(name).trim())}</p>`);
      }),
    );
  });
});
