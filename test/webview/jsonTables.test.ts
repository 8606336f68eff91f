import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

const people = [
  { name: 'Zoe', points: 9, when: '2024-10-07' },
  { name: 'adam', points: 10, when: '' },
  { name: 'Ünal', points: -1.5, when: '2023-01-01' },
];
const sortable = ['name', 'points', 'when'].map((key) => ({ key, sortable: true }));

function block(table: unknown, info = 'json:table'): string {
  return `\`\`\`${info}\n${typeof table === 'string' ? table : JSON.stringify(table, null, 2)}\n\`\`\``;
}

describe('Tables in JSON', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage({ policy: false });
  });
  after(() => rendering.close());

  /** Shows a text in the page. */
  const show = async (source: string, asChange = false): Promise<void> => {
    await rendering.frame.evaluate(
      ([text, where, changes]) => {
        const page = document.getElementById('page')!;
        const rendered = window.harness.renderMarkdown(text, where);
        if (changes) window.harness.changeText(page, rendered);
        else page.replaceChildren(rendered);
      },
      [source, context, asChange] as const,
    );
  };
  /** Returns the visible cells of each row, the header first. */
  const rows = (): Promise<string[]> =>
    rendering.frame.evaluate(() =>
      [...document.querySelectorAll<HTMLTableRowElement>('.md-json-table table tr')]
        .filter((row) => row.checkVisibility())
        .map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join('|')),
    );
  const html = (selector: string): Promise<string[]> =>
    rendering.frame.evaluate(
      (where) => [...document.querySelectorAll(where)].map((element) => element.innerHTML.trim()),
      selector,
    );

  it('C14: are shown as tables, with GitLab’s caption or their own', async () => {
    for (const info of ['json:table', 'json table', 'json:table more']) {
      await show(block({ items: [{ a: '11', b: 22 }, { b: null }] }, info));
      assert.deepEqual(await rows(), ['A|B', '11|22', '|'], info);
      assert.deepEqual(await html('caption'), ['Generated with JSON data']);
    }
    await show(`> - ${block({ items: [{ a: 1 }], caption: 'Own & <b>x</b>' }).replaceAll('\n', '\n>   ')}`);
    assert.deepEqual(await rows(), ['A', '1']);
    assert.deepEqual(await html('caption'), ['Own &amp; &lt;b&gt;x&lt;/b&gt;']);
    assert.equal(await rendering.frame.locator('input, button, pre').count(), 0);
  });

  it('C14: stay code with another name', async () => {
    for (const info of ['json', 'json:tables', 'JSON:table', 'yaml:table', 'json:table:x']) {
      await show(block({ items: [{ a: 1 }] }, info));
      assert.equal(await rendering.frame.locator('table').count(), 0, info);
      assert.equal(await rendering.frame.locator('pre code').count(), 1, info);
    }
  });

  it('C14: show their cells as they are without Markdown', async () => {
    await show(block({ items: [{ a: '**b** #1 :rocket: <img src=x> | @alice\n- [ ] c' }] }));
    assert.deepEqual(await html('td'), ['**b** #1 :rocket: &lt;img src=x&gt; | @alice\n- [ ] c']);
    assert.deepEqual(await rendering.frame.evaluate(() => window.harness.referencesIn(document).length), 0);
  });

  it('C14: show Markdown in cells and in the caption, but not in labels', async () => {
    const items = [
      { a: '**b** | `c`', b: '#1 :rocket:' },
      { a: 'one\n\ntwo', b: '![x](docs/a.png) [y](docs/b.md)' },
      { a: 42, b: '```mermaid\ngraph TD\n```' },
    ];
    const fields = [{ key: 'a', label: '**A**' }, { key: 'b' }];
    await show(block({ fields, items, caption: '*Own* #2', markdown: true }));
    assert.deepEqual(await html('th'), ['**A**', 'B']);
    const [bold, , two, , number] = await html('td');
    assert.deepEqual([bold, number], ['<strong>b</strong> | <code>c</code>', '42']);
    assert.match(two ?? '', /^<p>one<\/p>\s*<p>two<\/p>$/);
    assert.match((await html('caption'))[0] ?? '', /^<em>Own<\/em> /);
    const found = await rendering.frame.evaluate(() => ({
      references: window.harness.referencesIn(document).map(({ name }) => name),
      pictures: window.harness.picturesIn(document).map(({ source }) => source),
      links: [...document.querySelectorAll('td a[href*="/blob/"]')].map((link) => (link as HTMLAnchorElement).href),
      diagrams: document.querySelectorAll('td .md-diagram').length,
    }));
    assert.deepEqual(found, {
      references: ['#2', '#1'],
      pictures: ['https://gitlab.example.com/group/app/-/raw/HEAD/docs/a.png'],
      links: ['https://gitlab.example.com/group/app/-/blob/HEAD/docs/b.md'],
      diagrams: 1,
    });
  });

  it('C14: have no tasks that can be checked, and leave the others on their lines', async () => {
    await show(`- [ ] first\n\n${block({ items: [{ a: '- [ ] in a cell' }], markdown: true })}\n\n- [x] last`);
    const boxes = await rendering.frame.evaluate(() =>
      [...document.querySelectorAll('input')].map((box) => [box.disabled, window.harness.taskOf(box)?.line]),
    );
    assert.deepEqual(boxes, [
      [false, 0],
      [true, undefined],
      [false, 13],
    ]);
  });

  it('C14: are shown as code, with a sentence, if they are invalid', async () => {
    for (const source of ['{"items": [{"a": 1}],}', '[]', '{"items": 1}']) {
      await show(block(source));
      assert.deepEqual(await html('.md-table-problem'), ["Couldn't display this table. Showing its source instead."]);
      assert.equal(await rendering.frame.locator('pre code').textContent(), `${source}\n`);
    }
  });

  it('C14: say that they are empty', async () => {
    await show(block('{}'));
    assert.deepEqual(await html('.md-table-empty'), ['No rows']);
  });

  it('C14: are sorted by the columns that allow it, with the keyboard', async () => {
    await show(block({ fields: [...sortable, { key: 'x' }], items: people }));
    const names = async () => (await rows()).slice(1).map((row) => row.split('|')[0]);
    const sorts = () =>
      rendering.frame.evaluate(() =>
        [...document.querySelectorAll('th')].map((cell) => cell.getAttribute('aria-sort')),
      );
    assert.deepEqual(await sorts(), ['none', 'none', 'none', null]);
    const sortBy = async (label: string) => {
      await rendering.frame.getByRole('button', { name: label, exact: true }).focus();
      await rendering.page.keyboard.press('Enter');
    };
    await sortBy('Points');
    assert.deepEqual(await names(), ['Ünal', 'Zoe', 'adam']);
    assert.deepEqual(await sorts(), ['none', 'ascending', 'none', null]);
    await sortBy('Points');
    assert.deepEqual(await names(), ['adam', 'Zoe', 'Ünal']);
    await sortBy('Name');
    assert.deepEqual(await names(), ['adam', 'Ünal', 'Zoe']);
    assert.deepEqual(await sorts(), ['ascending', 'none', 'none', null]);
    await sortBy('When');
    assert.deepEqual(await names(), ['adam', 'Ünal', 'Zoe']);
  });

  it('C14: are filtered while the user types, and announce that nothing matches', async () => {
    await show(block({ items: people, filter: true }));
    const input = rendering.frame.getByRole('searchbox', { name: 'Filter table' });
    await input.focus();
    await rendering.page.keyboard.type('ADAM  10');
    assert.deepEqual((await rows()).slice(1), ['adam|10|']);
    assert.equal(await rendering.frame.getByRole('status').textContent(), '');
    await rendering.page.keyboard.type('x');
    assert.deepEqual((await rows()).slice(1), []);
    assert.equal(await rendering.frame.getByRole('status').textContent(), 'No matching rows');
    await input.fill('');
    assert.equal((await rows()).length, 4);
  });

  it('C14: keep their order and filter when the text around them changes', async () => {
    const table = block({ fields: sortable, items: people, filter: true });
    await show(`before\n\n${table}`, true);
    await rendering.frame.getByRole('button', { name: 'Points' }).click();
    await rendering.frame.getByRole('searchbox').fill('0');
    const sorted = await rows();
    assert.deepEqual(sorted.slice(1), ['Ünal|-1.5|2023-01-01', 'Zoe|9|2024-10-07', 'adam|10|']);
    await show(`another text\n\n${table}`, true);
    assert.deepEqual(await rows(), sorted);
    assert.equal(await rendering.frame.getByRole('searchbox').inputValue(), '0');
    await show(`another text\n\n${table.replace('Zoe', 'Zora')}`, true);
    assert.deepEqual((await rows()).slice(1), ['Zora|9|2024-10-07', 'adam|10|', 'Ünal|-1.5|2023-01-01']);
    assert.equal(await rendering.frame.getByRole('searchbox').inputValue(), '');
  });

  it('C14: run nothing, load nothing, and look like nothing else', async () => {
    const evil = [
      `<img src="${rendering.foreign}/1.png" onerror="window.__pwned=1"><script>window.__pwned=1</script>`,
      `</td></tr></table><img src=x onerror="window.__pwned=1"><style>*{background:url(${rendering.foreign}/2.png)}</style>`,
      `<a href="javascript:window.__pwned=1" data-mark="0-0" class="md-task">x</a>`,
    ];
    for (const cell of evil)
      for (const markdown of [true, false])
        await show(
          block({
            fields: [{ key: cell, label: cell, class: 'evil', thStyle: 'x', sortable: true }, { key: 'a' }],
            items: [{ [cell]: cell, a: cell, _rowVariant: 'evil', _cellVariants: { a: 'evil' } }],
            caption: cell,
            filter: cell,
            markdown,
          }),
        );
    await rendering.frame.evaluate(async (own) => {
      for (const button of document.querySelectorAll('button')) button.click();
      await new Promise((resolve) => {
        const image = document.createElement('img');
        image.onerror = resolve;
        image.src = `${own}/missing.png`;
      });
    }, rendering.own);
    assert.equal(await rendering.frame.evaluate(() => window.__pwned), undefined);
    assert.deepEqual(rendering.foreignRequests, []);
    const found = rendering.frame.locator('.md-text').locator('.evil, .md-task, [style], script, style');
    assert.deepEqual(await found.evaluateAll((all) => all.map(({ outerHTML }) => outerHTML)), []);
  });

  it('C14: with too many cells or too much depth stay code, and the rest of the text is shown', async () => {
    const fields = Array.from({ length: 3_000 }, (_, at) => `f${at}`);
    const sources = [
      { fields, items: Array.from({ length: 5_000 }, () => ({})) },
      `{"items": [{"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}]}`,
      { items: [{ a: 'x '.repeat(40_000) }] },
    ];
    for (const source of sources) {
      await show(`before\n\n${block(source)}\n\n**after**`);
      assert.equal(await rendering.frame.locator('table').count(), 0);
      assert.ok((await rendering.frame.locator('pre code').textContent())?.includes('"items"'));
      assert.equal(await rendering.frame.locator('strong').textContent(), 'after');
    }
  });

  it('C14: are shown up to the limit', async () => {
    await show(block({ items: Array.from({ length: 900 }, (_, at) => ({ a: at, b: `**${at}**` })), markdown: true }));
    assert.equal((await rows()).length, 901);
  });
});

describe('Files of the repository in a text', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  it('C14: are linked by their page, and images are requested by their content', async () => {
    const paths: readonly (readonly [written: string, path: string])[] = [
      ['docs/a.png', 'docs/a.png'],
      ['./docs/a.png', 'docs/a.png'],
      ['/docs/a.png', 'docs/a.png'],
      ['<docs/a b.png>', 'docs/a%20b.png'],
      ['docs/a%20b.png?inline=false', 'docs/a%20b.png?inline=false'],
      ['docs/a.png#x', 'docs/a.png#x'],
      ['ü.png', '%C3%BC.png'],
    ];
    const source = paths.map(([written]) => `![x](${written}) [y](${written})`).join('\n\n');
    const found = await rendering.frame.evaluate(
      ([text, where]) => {
        const page = document.getElementById('page')!;
        page.replaceChildren(window.harness.renderMarkdown(text, where));
        return {
          pictures: window.harness.picturesIn(page).map(({ source, foreignHost }) => [source, foreignHost]),
          links: [...page.querySelectorAll('a')].map(({ href }) => href),
        };
      },
      [source, context] as const,
    );
    const at = (view: string) => paths.map(([, path]) => `${context.project.webUrl}/-/${view}/HEAD/${path}`);
    assert.deepEqual(found, { pictures: at('raw').map((url) => [url, undefined]), links: at('blob') });
  });
});
