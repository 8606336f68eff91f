import assert from 'node:assert/strict';
import { runs } from '../unit/testRuns.ts';
import { assertFastWhileTyping, frameLimit, longestFrame, longestFrameAfter, shortest, watchFrames } from './frames.ts';
import { IssuePage } from './issuePage.ts';
import { longState, richState } from './richIssue.ts';

/** GitLab's limit for a description, in characters. */
const longest = 1_048_576;
const end = '\n\nThe end.';
/** The lengths of the texts in kB. Those of 56 kB are one section, and close to its limit. */
const lengths = runs(0, 1) === 1 ? [16, 32, 56, 64, 128, 256, 512, 1024] : [56, 1024];

/** Texts that froze or crashed the page, by their length. The page also shows what follows them. */
const texts: Readonly<Record<string, (length: number) => string>> = {
  'S1: nested tables': repeated('<table><tr><td>'),
  'S1: tables in paragraphs': repeated('<p><table><td>'),
  'S1: cells that cover all others': repeated('<tr><td colspan=1000 rowspan=65534>', '<table>'),
  'S1: nested code': repeated('<pre>a'),
  'S1: nested details': repeated('<details><summary>'),
  'S1: nested annotations': repeated('<ruby><rt>'),
  'S1: a line of words in two directions': repeated('a\u05d0'),
  'S1: lines of words in two directions': repeated(`${'a\u05d0'.repeat(1_000)}\n\n`),
  'S1: lines of code in two directions': repeated(`${'a\u05d0'.repeat(450)}\n`, '```\n', '```'),
  'S5: front matter of tabs': repeated('\t', ';;;', '.'),
  'S5: line breaks in a diagram': repeated('\n', '```mermaid\n', '```'),
  'S5: open tags in a diagram': repeated('<a', '```mermaid\n', '\n```'),
  'S5: nested formulas': repeated('<math><mi>'),
  'S5: footnotes': (length) => numbered(length, (number) => `a[^${number}]\n\n[^${number}]: b\n\n`),
  'S5: short paragraphs': repeated('a\n\n'),
  'S5: short lines': repeated('a\n'),
  'S5: short list items': repeated('- a\n'),
  'S5: closed elements': repeated('<b>a</b> <table><tr><td>a</table>'),
  'S5: cells of a table': repeated('|a|b|\n', '|a|b|\n|-|-|\n'),
  'S5: a table of one line': (length) => `${'|a'.repeat(length / 5)}\n${'|-'.repeat(length / 5)}${end}`,
  'S5: links in a list': repeated('- [a](b) #1\n'),
  'S5: headings and their contents': repeated('# a\n', '[[_TOC_]]\n\n'),
  'S5: lines of code': repeated('a\n', '```c\n', '```'),
  'S5: short blocks of code': repeated('```\na\n```\n'),
  'S5: a line of code in two directions': repeated('a\u05d0', '```\n', '\n```'),
  'S5: tabs in code': repeated('\t', '```\n', '\n```'),
  'S5: words of code': repeated('a', '```c\n', '\n```'),
};

describe('A text that is too much for the page', function () {
  this.timeout(30_000);
  let opened: IssuePage;
  before(async () => {
    opened = await IssuePage.open(richState);
    await opened.page.evaluate(watchFrames);
  });
  after(async () => {
    await opened.close();
    // Chromium reports each style of a diagram that the policy forbids.
    const errors = opened.errors.filter((error) => !error.startsWith('Applying inline style'));
    assert.deepEqual(errors, []);
  });

  for (const [name, textOf] of Object.entries(texts)) {
    it(`${name} never block the page for half a second`, async () => {
      for (const length of lengths) {
        const description = textOf(length * 1024);
        const state = { ...richState, description };
        const frame = await shortest(frameLimit, () => longestFrame(opened, state));
        assert.ok(frame < frameLimit, `A frame took ${frame} ms at ${length} kB.`);
        assert.ok((await opened.page.locator('.gl-description').textContent())?.includes('The end.'));
      }
    });
  }

  it('S1: is shown as plain text, with a link to GitLab', async () => {
    const description = `Some words.\n\n${'<table><tr><td>'.repeat(20)}deep`;
    await longestFrame(opened, { ...richState, description });
    const text = opened.page.locator('.gl-description .gl-markdown');
    assert.equal(await text.locator('table').count(), 0);
    assert.equal(await text.locator('.md-plain').first().textContent(), description);
    await text.getByRole('link', { name: 'Open in GitLab' }).click();
    assert.equal((await opened.next('open')).url, richState.issue.webUrl);
  });

  it('S1: in a comment leaves the other comments, and links to the comment', async () => {
    const state = longState(3);
    const [first, second, ...others] = state.discussions!;
    const note = { ...second!.notes[0]!, body: '<pre>a'.repeat(2_500) };
    await longestFrame(opened, { ...state, discussions: [first!, { ...second!, notes: [note] }, ...others] });
    const link = opened.page.locator('.gl-note').getByRole('link', { name: 'Open in GitLab' });
    await link.click();
    assert.equal((await opened.next('open')).url, `${state.issue.webUrl}#note_${note.id}`);
    assert.equal(await opened.page.locator('.gl-note .md-text strong').count(), 2);
  });

  it('S1: is reported if it breaks its renderer, and leaves the other comments', async () => {
    const state = longState(3);
    const [first, second, ...others] = state.discussions!;
    const note = { ...second!.notes[0]!, body: 7 as never };
    await longestFrame(opened, { ...state, discussions: [first!, { ...second!, notes: [note] }, ...others] });
    assert.equal((await opened.next('partFailed')).part, 'text');
    assert.equal(await opened.page.locator('.gl-note .md-text strong').count(), 2);
    assert.equal(await opened.page.locator('.gl-failed').count(), 0);
  });

  it('S5: in a diagram waits for a click, and then never blocks the page', async () => {
    for (const unit of ['\n', '<a']) {
      const description = `\`\`\`mermaid\n${unit.repeat(56_000 / unit.length)}\n\`\`\``;
      const frame = await shortest(frameLimit, async () => {
        await longestFrame(opened, { ...richState, description });
        const button = opened.page.getByRole('button', { name: 'Display Large Diagram' });
        return longestFrameAfter(opened, async () => {
          await button.click();
          await opened.page.locator('.md-diagram-problem, .md-diagram-picture').waitFor();
        });
      });
      assert.ok(frame < frameLimit, `A frame took ${frame} ms.`);
    }
  });

  it('S5: is plain after two seconds of work, with one link to GitLab', async () => {
    const { page } = opened;
    const description = `${'Some words. '.repeat(750)}\n\n`.repeat(40);
    await page.evaluate(() => {
      const now = performance.now.bind(performance);
      let time = now();
      performance.now = () => (time += 20);
      Object.assign(globalThis, { nowInTest: now });
    });
    await opened.tell({ type: 'show', state: { ...richState, description } });
    await opened.tell({ type: 'respond', ticket: 1 });
    await opened.next('drawn');
    await page.evaluate(() => {
      performance.now = Reflect.get(globalThis, 'nowInTest') as () => number;
    });
    const text = opened.page.locator('.gl-description .gl-markdown');
    assert.equal(await text.locator('.md-section').first().locator('.md-text').count(), 1);
    assert.equal(await text.locator('.md-section').last().locator('.md-text').count(), 0);
    assert.equal(await text.getByRole('link', { name: 'Open in GitLab' }).count(), 1);
    assert.equal((await text.textContent())?.split('Some words.').length, 750 * 40 + 1);
  });

  it('S5: of the longest length is shown whole, and lets the user type while it is rendered', async () => {
    const paragraph = 'Some words with **bold** text and `code`, see #12 and [the link](https://example.com/x).\n\n';
    const description = paragraph.repeat(longest / paragraph.length).padEnd(longest - end.length, ' ') + end;
    assert.equal(description.length, longest);
    await assertFastWhileTyping(opened, { ...richState, description });
    const text = opened.page.locator('.gl-description .gl-markdown');
    const count = await text.evaluate((element) => {
      const words = element.textContent.split('Some words with').length - 1;
      return { words, bold: element.querySelectorAll('strong').length };
    });
    assert.equal(count.words, Math.floor(longest / paragraph.length));
    assert.ok(count.bold > 500, `${count.bold} paragraphs are rendered.`);
    assert.ok((await text.textContent())?.includes('The end.'));
  });
});

function repeated(unit: string, before = '', after = ''): (length: number) => string {
  return (length) => {
    const rest = length - before.length - after.length - end.length;
    return `${before}${unit.repeat(rest / unit.length)}${after}${end}`;
  };
}

function numbered(length: number, part: (number: number) => string): string {
  let text = '';
  for (let number = 1; text.length < length - 40; number += 1) text += part(number);
  return text + end;
}
