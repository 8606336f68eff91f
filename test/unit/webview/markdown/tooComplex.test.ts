import assert from 'node:assert/strict';
import { refuseFontChanges, refuseTags, refuseTurns, TooComplex } from '../../../../src/webview/markdown/tooComplex.ts';

describe('The limits of HTML before it is parsed', () => {
  const isRefused = (work: () => void) => {
    try {
      work();
      return false;
    } catch (error) {
      assert.ok(error instanceof TooComplex);
      return true;
    }
  };

  /** HTML, with the most repetitions that are accepted. */
  const limited: Readonly<Record<string, readonly [html: string, most: number]>> = {
    'S1: elements': ['<b>a</b>', 8_000],
    'S1: elements without an end': ['<br>', 8_000],
    'S1: open elements': ['<b>', 64],
    'S1: open elements, in capital letters': ['<B>', 64],
    'S1: open tables': ['<table><tr><td>', 8],
    'S1: open details': ['<details><summary></summary>', 8],
    'S1: open blocks of code': ['<pre>a', 8],
    'S1: open annotations': ['<ruby><rt></rt>', 8],
    'S1: elements whose end is in an attribute': ['<b title="</b>">', 64],
    'S1: elements whose end is in an attribute in other quotes': ["<b title='</b>'>", 64],
    'S1: elements whose end is in a comment': ['<b><!-- </b> -->', 64],
    'S1: elements whose end is not one': ['<b></ b>', 64],
    'S1: elements whose end is in another document type': ['<b><![CDATA[></b>', 64],
    'S1: elements whose end is in a title': ['<b><title></b></title>', 63],
    'S1: elements with the end of another one': ['<b></i>', 64],
  };
  for (const [name, [html, most]] of Object.entries(limited))
    it(`${name} are accepted up to a limit`, () => {
      for (const [count, refused] of [
        [most, false],
        [most + 1, true],
      ] as const)
        assert.equal(
          isRefused(() => {
            refuseTags(html.repeat(count));
          }),
          refused,
          String(count),
        );
    });

  it('S1: tags in comments don’t count, elements that were closed aren’t open, and other signs are no tags', () => {
    for (const html of [
      '<!-- <b> -->',
      '<b></b>',
      '<b></B >',
      '<table></table>',
      '<b><!--></b>',
      '<b><!-- --!></b>',
      '<i title="<b>"></i>',
      '<p>a',
      '<li>a',
      '<b><br></b>',
    ])
      refuseTags(html.repeat(3_000));
    for (const text of ['a < b ', '<3 ', '< b>', '</ ', '<!', '<?a ', '<']) refuseTags(text.repeat(30_000));
  });

  it('S1: an end without a start closes nothing', () => {
    assert.ok(
      isRefused(() => {
        refuseTags(`${'</b>'.repeat(100)}${'<b>'.repeat(65)}`);
      }),
    );
  });

  it('S1: a text in one direction has no turns, whatever is between its letters', () => {
    for (const text of ['a', 'я 1 ', 'א', 'א 1 (', '1 '] as const) refuseTurns(text.repeat(20_000));
    refuseTurns('aא'.repeat(2_500));
    assert.ok(
      isRefused(() => {
        refuseTurns('aא'.repeat(2_501));
      }),
    );
  });

  it('S5: a change of the font counts once, and an emoji four times', () => {
    for (const text of ['a', 'aя', 'aω', 'aא', '漢', 'ก'] as const) refuseFontChanges(text.repeat(3_000));
    for (const [text, most] of [
      ['a漢', 1_500],
      ['aか', 1_500],
      ['a한', 1_500],
      ['aก', 1_500],
      ['a🎉', 375],
      ['漢か', 750],
    ] as const) {
      refuseFontChanges(text.repeat(most));
      assert.ok(
        isRefused(() => {
          refuseFontChanges(text.repeat(most + 1));
        }),
        text,
      );
    }
  });
});
