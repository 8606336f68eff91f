import assert from 'node:assert/strict';
import { titleParts } from '../../../../../src/webview/markdown/references/titleParts.ts';

const context = {
  instance: 'https://gitlab.example.com',
  project: { path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
  mayTick: false,
  webUrl: 'https://gitlab.example.com/group/app/-/issues/1',
  idPrefix: 'title',
};
/** The links in brackets: `[https://…]`, `[#12]`. */
const shown = (title: string) =>
  titleParts(title, context)
    .map(({ text, url, reference }) => ((url ?? reference) ? `[${text}]` : text))
    .join('');

describe('titleParts', () => {
  it('C5: links references, except those to labels and milestones, and keeps Markdown', () => {
    for (const [title, expected] of [
      ['Follow-up of #12 and group/other#3', 'Follow-up of [#12] and [group/other#3]'],
      ['Revert !4 by @mira, see &5 and $6', 'Revert [!4] by [@mira], see [&5] and [$6]'],
      ['Broken since 1234567a: GL-9', 'Broken since [1234567a]: [GL-9]'],
      ['~bug %"Version 1" ~"two words"', '~bug %"Version 1" ~"two words"'],
      ['**#1** `#2` [a](#3) <b>', '**[#1]** `[#2]` [a]([#3]) <b>'],
      ['No. 12, a@b.example and 50%', 'No. 12, a@b.example and 50%'],
    ] as const)
      assert.equal(shown(title), expected);
  });

  it('C5: shows emoji, and nothing where the name is part of a word', () => {
    assert.equal(shown(':rocket: Launch #12 :tada:'), '🚀 Launch [#12] 🎉');
    assert.equal(shown('std::rocket::go :unknown:'), 'std::rocket::go :unknown:');
  });

  it('C5: links URLs without the punctuation after them, but no email addresses and no other schemes', () => {
    for (const [title, expected] of [
      ['See https://example.com/a?b=c#d.', 'See [https://example.com/a?b=c#d].'],
      ['(https://example.com/a_(b)) http://x.example!?', '([https://example.com/a_(b)]) [http://x.example]!?'],
      ['"https://example.com/"', '"[https://example.com/]"'],
      ['www.example.com mira@example.com HTTPS://EXAMPLE.COM', 'www.example.com mira@example.com HTTPS://EXAMPLE.COM'],
      ['ftp://a.example javascript://b xhttps://c', 'ftp://a.example javascript://b xhttps://c'],
      ['https:// https://% https://#12', 'https:// https://% https://#12'],
    ] as const)
      assert.equal(shown(title), expected);
  });

  it('C5: shortens URLs of the instance', () => {
    const [issue, , comment] = titleParts(
      'https://gitlab.example.com/group/app/-/issues/12 https://gitlab.example.com/a/b/-/merge_requests/3#note_4',
      context,
    );
    assert.deepEqual([issue?.text, issue?.reference?.name], ['#12', '#12']);
    assert.equal(comment?.text, 'a/b!3 (comment 4)');
    assert.equal(comment.reference?.url, 'https://gitlab.example.com/a/b/-/merge_requests/3#note_4');
  });

  it('C5: loses no text, and isolates text from right to left', () => {
    const text = (title: string) => titleParts(title, context).map((part) => part.text);
    assert.deepEqual(text(''), []);
    assert.deepEqual(text('1#2# #3!'), ['1#2', '# ', '#3', '!']);
    assert.equal(text('שלום #12').join(''), '\u2068שלום #12\u2069');
    assert.equal(text('\u202e#12\u0000').join(''), '#12');
  });
});
