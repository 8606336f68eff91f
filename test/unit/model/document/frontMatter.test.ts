import assert from 'node:assert/strict';
import fc from 'fast-check';
import { documentFields } from '../../../../src/model/document/documentFields.ts';
import { formatDocument } from '../../../../src/model/document/formatDocument.ts';
import { readFrontMatter } from '../../../../src/model/document/frontMatter.ts';

const read = (text: string) => readFrontMatter(text, documentFields);

/** The texts of a field. */
async function valuesIn(text: string, field: string): Promise<readonly string[]> {
  const { fields, misread } = await read(`---\n${text}\n---\n`);
  assert.deepEqual(misread, []);
  return fields.find(({ key }) => key.text === field)?.values.map((value) => value.text) ?? [];
}

/** Why parts of the fields have no meaning, with these parts. */
async function misreadIn(text: string): Promise<readonly string[]> {
  const whole = `---\n${text}\n---\nText\n`;
  const { misread } = await read(whole);
  return misread.map(({ why, start, end }) => `${why}: ${whole.slice(start, end)}`);
}

describe('the fields of a document', () => {
  it('have texts on one line as they are written, also where YAML would cut or change them', async () => {
    const texts = {
      title: [
        'Crash # when typing',
        'Fix: again: and again',
        '[Bug] crash',
        '- dash',
        '{a}',
        '&anchor',
        '*star',
        '!tag x',
      ],
      milestone: [
        '1.10',
        '0x10',
        '1e3',
        'yes',
        'null',
        '~',
        '2026-01-01',
        '%',
        '@a',
        '|',
        '>',
        '"half',
        "it's",
        'a "b"',
      ],
      parent: ['#12', '&12'],
    };
    for (const [field, all] of Object.entries(texts))
      for (const text of all) assert.deepEqual(await valuesIn(`${field}: ${text}`, field), [text]);
    assert.deepEqual(await valuesIn('title:   Spaces around  ', 'title'), ['Spaces around']);
    assert.deepEqual(await valuesIn('title:No space', 'title'), ['No space']);
    assert.deepEqual(await valuesIn('TITLE: Capitals', 'title'), ['Capitals']);
    assert.deepEqual(await valuesIn('title:', 'title'), []);
  });

  it('have texts in quotes, and texts of several lines, as YAML reads them', async () => {
    assert.deepEqual(await valuesIn(String.raw`title: "a \"b\" \u00e9\n"`, 'title'), ['a "b" é\n']);
    assert.deepEqual(await valuesIn("title: 'it''s # here'", 'title'), ["it's # here"]);
    assert.deepEqual(await valuesIn('title: "one\n  two"\ntype: task', 'title'), ['one two']);
    assert.deepEqual(await valuesIn('title: >-\n  one\n  two\n\ntype: task', 'title'), ['one two']);
    assert.deepEqual(await valuesIn('title: |\n  # one\n  two\n', 'title'), ['# one\ntwo\n']);
    assert.deepEqual(await valuesIn('title: "whole" and more', 'title'), ['"whole" and more']);
  });

  it('have lists in brackets, on lines of their own, or with commas alone, and references without quotes', async () => {
    const lists = {
      labels: {
        '[a, "b, c", \'d\', e f]': ['a', 'b, c', 'd', 'e f'],
        'bug, help wanted': ['bug', 'help wanted'],
        '[]': [],
        '[ , a, ]': ['a'],
        '[a # b, c: d, "e" f]': ['a # b', 'c: d', '"e" f'],
        '[\n  a,\n  "b"\n]': ['a', 'b'],
        '\n  - a\n  - "b # c"\n  - d # e': ['a', 'b # c', 'd # e'],
        '\n- a\n- b': ['a', 'b'],
      },
      related: { '[#12, group/app#3]': ['#12', 'group/app#3'], '\n- #12': ['#12'], '#12, #13': ['#12', '#13'] },
    };
    for (const [field, texts] of Object.entries(lists))
      for (const [text, values] of Object.entries(texts)) {
        const written = text.startsWith('\n') ? `${field}:${text}` : `${field}: ${text}`;
        assert.deepEqual(await valuesIn(`${written}\ntype: task`, field), values, written);
      }
  });

  it('are reported where YAML would drop or change something, or stop', async () => {
    assert.deepEqual(await misreadIn('# comment\ntitle: x'), ['notAField: # comment']);
    assert.deepEqual(await misreadIn('title: x\nhttps://example.com/a'), ['notAField: https://example.com/a']);
    assert.deepEqual(await misreadIn('title: one\n  two'), ['severalLines: one\n  two']);
    assert.deepEqual(await misreadIn('title:\n  one'), ['severalLines: one']);
    assert.deepEqual(await misreadIn('title: >- # comment\n  one'), ['severalLines: >- # comment\n  one']);
    assert.deepEqual(await misreadIn(String.raw`title: "a \z"`), [String.raw`wrongQuotes: "a \z"`]);
    assert.deepEqual(await misreadIn('labels: [a, b'), ['unclosedList: [a, b']);
    assert.deepEqual(await misreadIn('labels: [a] b'), ['afterList: b']);
    assert.deepEqual(await misreadIn('labels: [a\n  b]'), ['severalLines: a\n  b']);
    assert.deepEqual(await misreadIn('labels:\n  - a\n  b'), ['severalLines:   b']);
    assert.deepEqual(await misreadIn('title: x\ntitle: y'), ['repeated: title']);
    assert.deepEqual(await misreadIn('other: [x\n  y: z'), []);
    const unclosed = await read('---\ntitle: x\n\nText');
    assert.deepEqual(unclosed.misread, [{ why: 'unclosed', start: 0, end: 3 }]);
    assert.equal(unclosed.body.text, 'title: x\n\nText');
  });

  it('end where the text starts, whatever the line ends, and with a byte order mark', async () => {
    for (const text of ['---\r\ntitle: x\r\n---\r\nA\r\n---\r\nB', '\ufeff---\ntitle: x\n---\nA\n---\nB']) {
      const { fields, body, misread } = await read(text);
      assert.deepEqual([fields[0]?.values[0]?.text, misread], ['x', []]);
      assert.equal(body.text.replaceAll('\r', ''), 'A\n---\nB');
      assert.equal(text.slice(fields[0]!.values[0]!.start, fields[0]!.values[0]!.end), 'x');
    }
    const plain = await read('Text only\n---\n');
    assert.deepEqual([plain.fields, plain.body.text], [[], 'Text only\n---\n']);
  });

  it('are read quickly above a long text', async () => {
    const body = 'שלום 👩‍💻 word\n'.repeat(70_000);
    const started = performance.timeOrigin + performance.now();
    const { body: found } = await read(formatDocument({ title: 'x' }, body));
    assert.equal(found.text, `\n${body}`);
    assert.ok(performance.timeOrigin + performance.now() - started < 1_000);
  });
});

describe('formatDocument', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[#:"'[\],&*!|>@%`{}\\ \t\n\r\u2028\ufeff\ud83da-c-]*$/),
  );

  it('writes every title, milestone, and name so that it is read as the same', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, fc.array(name), fc.string(), async (title, milestone, labels, body) => {
        const text = formatDocument({ labels, title, milestone, related: ['#12', 'a/b#3'] }, body);
        for (const written of [text, text.replaceAll('\n', '\r\n'), `\ufeff${text}`]) {
          const { fields, misread } = await read(written);
          assert.deepEqual(misread, []);
          const values = Object.fromEntries(
            fields.map(({ key, values }) => [key.text, values.map((each) => each.text)]),
          );
          assert.equal(values['title']?.[0] ?? '', title);
          assert.equal(values['milestone']?.[0] ?? '', milestone);
          assert.deepEqual(
            values['labels'],
            labels.filter((label) => label !== ''),
          );
          assert.deepEqual(values['related'], ['#12', 'a/b#3']);
        }
      }),
    );
  });

  it('adds quotes only where they are needed', () => {
    const text = formatDocument({ title: 'Crash # when: typing', labels: ['bug', 'a, b', 'x::y'], due: '' }, 'Text');
    assert.equal(text, '---\ntitle: Crash # when: typing\nlabels: [bug, "a, b", x::y]\ndue: \n---\n\nText');
  });
});
