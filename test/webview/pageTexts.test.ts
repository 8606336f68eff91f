import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const description = `Seen by @aiko in #97.

<details>
<summary>What is left</summary>

- [ ] Write the failing test
- [ ] Fix it
  - [ ] in the basket
  - [ ] in the mail

</details>

![A chart](https://pictures.example.org/chart.png)

\`\`\`ts
const total = 1;
\`\`\`

The sum is $\`a + b\`$.

\`\`\`mermaid
graph TD; A-->B;
\`\`\`

The last words.`;

describe('A changed text on the issue page', () => {
  let opened: IssuePage;
  let page: Page;
  let text: Locator;
  let version = 0;

  const open = async (source = description) => {
    opened = await IssuePage.open({ ...richState, description: source, discussions: [] });
    ({ page } = opened);
    text = page.locator('.gl-description .gl-markdown');
    await text.locator('.md-text').waitFor();
  };
  /** Shows another text, with a number that shows when the page has rendered it. */
  const change = async (source: string) => {
    version += 1;
    const numbered = `${source}\n\nVersion ${version}`;
    await opened.tell({ type: 'show', state: { ...richState, description: numbered, discussions: [] } });
    await text.getByText(`Version ${version}`, { exact: true }).waitFor();
  };
  /** Marks every node of the text, so that the test can recognize it later. */
  const mark = () =>
    text.evaluate((root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
      while (walker.nextNode()) Reflect.set(walker.currentNode, 'wasThere', true);
    });
  const stayed = (one: Locator) => one.evaluate((node) => Reflect.get(node, 'wasThere') === true);
  /** Returns the text of the nodes that were added since. */
  const exchanged = () =>
    text.evaluate((root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (walker.nextNode()) {
        const { data } = walker.currentNode as Text;
        if (Reflect.get(walker.currentNode, 'wasThere') !== true && !/^\s*(?:Version \d+)?\s*$/.test(data))
          found.push(data.trim());
      }
      return found;
    });
  const isFocused = (one: Locator) => one.evaluate((element) => element === document.activeElement);

  afterEach(async () => {
    await opened.close();
    // Chromium reports each blocked style, and the code that measures formulas and diagrams tries many of them.
    const errors = opened.errors.filter((error) => !error.startsWith('Applying inline style violates'));
    assert.deepEqual(errors, []);
  });

  it('keeps expanded sections expanded, and the focus on the task that was checked', async () => {
    await open();
    await page.getByText('What is left').click();
    const box = page.getByRole('checkbox', { name: 'in the basket' });
    await box.focus();
    await mark();
    await page.keyboard.press('Space');
    const act = await opened.answer({ how: 'done' });
    assert.ok(act.kind === 'task' && act.line === 7 && act.checked);
    await change(description.replace('[ ] in the basket', '[x] in the basket'));
    assert.ok(
      await page
        .locator('details')
        .first()
        .evaluate((it) => (it as HTMLDetailsElement).open),
    );
    assert.ok((await stayed(box)) && (await isFocused(box)) && (await box.isChecked()));
    assert.deepEqual(await exchanged(), []);
    // Another user adds lines above it, so that its line number changes.
    await change(`One more line.\n\n${description.replace('[ ] in the basket', '[x] in the basket')}`);
    assert.deepEqual(await exchanged(), ['One more line.']);
    assert.ok((await stayed(box)) && (await isFocused(box)));
    await page.keyboard.press('Space');
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'task',
      line: 9,
      source: '  - [x] in the basket',
      checked: false,
    });
  });

  it('replaces only the difference, and keeps diagrams, resolved references, and the selection', async () => {
    await open();
    const { ticket, references } = await opened.next('resolve');
    assert.deepEqual(references.toSorted(), ['#97', '@aiko']);
    await opened.tell({
      type: 'resolved',
      ticket,
      references: {
        '#97': { title: 'Vouchers', state: 'closed', webUrl: 'https://gitlab.example.com/shop/web/-/issues/97' },
        '@aiko': null,
      },
    });
    await text.getByText('#97 (closed)').waitFor();
    await text.locator('.md-formula-drawn').waitFor();
    await text.locator('.md-diagram-picture').waitFor({ timeout: 20_000 });
    await text.locator('.hljs-keyword').waitFor();
    await text.getByText('The last words.').evaluate((paragraph) => getSelection()?.selectAllChildren(paragraph));
    await mark();
    await change(description.replace('Seen by', 'First seen by').replace('[ ] Fix it', '[~] Fix it'));
    assert.deepEqual(await exchanged(), ['Fix it']);
    assert.match(await text.innerText(), /^First seen by @aiko in #97 \(closed\)\./);
    for (const drawn of ['.md-formula-drawn', '.md-diagram-picture', '.hljs-keyword', '.md-reference-found', 'details'])
      assert.ok(await stayed(text.locator(drawn).first()), drawn);
    assert.equal(await page.evaluate(() => getSelection()?.toString()), 'The last words.');
    assert.equal(opened.count('resolve'), 0);
  });

  it('keeps an image from another host that the user has loaded, even after an edit', async () => {
    await open();
    await page.getByRole('button', { name: 'Load image from pictures.example.org' }).click();
    const { ticket, isWanted } = await opened.next('picture');
    assert.ok(isWanted);
    await opened.tell({ type: 'picture', ticket, data: pixel });
    const picture = page.getByRole('img', { name: 'A chart' });
    await picture.waitFor();
    await mark();
    await change(description.replace('![A chart]', 'Last week: ![A chart]'));
    assert.ok(await stayed(picture));
    assert.equal(opened.count('picture'), 0);
    await page.getByRole('button', { name: 'Edit Description' }).click();
    await page.getByLabel('Description', { exact: true }).locator('visible=true').last().press('Escape');
    const again = await opened.next('picture');
    await opened.tell({ type: 'picture', ticket: again.ticket, data: pixel });
    await picture.waitFor();
    // Another image from that host requires another click.
    await change(description.replace('chart.png', 'other.png'));
    await page.getByRole('button', { name: 'Load image from pictures.example.org' }).waitFor();
    assert.equal(opened.count('picture'), 0);
  });

  it('keeps a check mark while it is being saved, and shows the text’s own state if that fails', async () => {
    await open();
    await page.getByText('What is left').click();
    const box = page.getByRole('checkbox', { name: 'Write the failing test' });
    await box.click();
    const { ticket } = await opened.next('send');
    await change(description.replace('The last words', 'The very last words'));
    assert.ok(await box.isChecked());
    await change(description.replace('[ ] Write', '[x] Write'));
    await opened.tell({ type: 'sent', ticket, outcome: { how: 'failed', message: 'No.' } });
    await page.locator('.gl-saying').getByText('No.').waitFor();
    assert.ok(await box.isChecked());
  });

  it('moves what was moved in the text, with the focus', async () => {
    await open('- [ ] one\n- [ ] two\n- [ ] three\n');
    const box = page.getByRole('checkbox', { name: 'three' });
    await box.focus();
    await mark();
    await change('- [ ] three\n- [ ] one\n- [ ] two\n');
    assert.deepEqual(await exchanged(), []);
    assert.ok((await stayed(box)) && (await isFocused(box)));
    await page.keyboard.press('Space');
    const act = await opened.answer({ how: 'done' });
    assert.ok(act.kind === 'task' && act.line === 0);
  });

  it('does not move the focus to another task if the focused one was removed', async () => {
    await open('- [ ] one\n- [ ] two\n- [ ] three\n');
    await page.getByRole('checkbox', { name: 'two' }).focus();
    await change('- [ ] one\n- [ ] three\n');
    assert.equal(await text.getByRole('checkbox').count(), 2);
    // The focus moves to a button, so that the space bar can't change another task.
    assert.ok(await isFocused(page.getByRole('button', { name: 'Edit Description' })));
  });
});
