import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

describe('Markdown in the page', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  /** Renders a text in the page, and returns its HTML on one line. */
  const show = async (source: string): Promise<string> => {
    const html = await rendering.frame.evaluate(
      ([text, where]) => {
        const element = window.harness.renderMarkdown(text, where);
        document.getElementById('page')?.replaceChildren(element);
        return element.innerHTML;
      },
      [source, context] as const,
    );
    return html.trim().replaceAll(/\s*\n\s*/g, ' ');
  };
  /** Returns the names of the references that the page can request from the extension. */
  const names = (): Promise<string[]> =>
    rendering.frame.evaluate(() => window.harness.referencesIn(document).map(({ name }) => name));

  describe('references', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['#12 and group/app#12', ['#12', '#12']],
      ['group/other#7, other#7, a/b/c#7', ['group/other#7', 'group/other#7', 'a/b/c#7']],
      ['GL-12', ['#12']],
      ['!3, group/other!4, &5, group&5, far/group&5', ['!3', 'group/other!4', '&5', '', 'far/group&5']],
      ['#12+ and #12+s, (#13)', ['#12', '#12', '#13']],
      ['@alice, @bob.smith. @group/sub', ['@alice', '@bob.smith', '@group/sub']],
      ['~bug, ~"two words", ~a::b, group/other~bug', ['~bug', '~two words', '~a::b', 'group/other~bug']],
      ['%v1.0. %"18.6 GA"', ['%v1.0', '%18.6 GA']],
      ['$12', ['$12']],
      ['9ba12248 group/other@9ba12248', ['9ba12248', 'group/other@9ba12248']],
      ['[issue:12] [work_item:group/other/3] [epic:4]', ['#12', 'group/other#3', '&4']],
      ['**#12** _!3_ {+ #4 +}', ['#12', '!3', '#4']],
      ['[text](#12) [user](@alice)', ['#12', '@alice']],
      ['https://gitlab.example.com/group/app/-/issues/12#note_3', ['#12']],
      ['https://gitlab.example.com/a/b/-/merge_requests/3/diffs', ['a/b!3']],
      ['https://gitlab.example.com/groups/group/-/epics/3', ['&3']],
    ];
    for (const [source, expected] of cases) {
      it(`finds those of: ${source}`, async () => {
        await show(source);
        assert.deepEqual(
          await names(),
          expected.filter((name) => name !== ''),
        );
      });
    }

    it('finds none in code, links, words, email addresses, and amounts of money, or after a backslash', async () => {
      const html = await show(
        '`#12` foo#12bar a#b me@example.com \\#12 \\@alice [see #12](https://example.com) <code>#12</code> <a href="https://x.example">#12</a> ' +
          'defaced 20261122 5 & 6 100% a~b std::vec ## !important $20,000 #12abc https://example.com/#12 https://other.example/group/app/-/issues/12',
      );
      assert.deepEqual(await names(), [], html);
    });

    it('shortens addresses of the same GitLab instance', async () => {
      await show(
        [
          'https://gitlab.example.com/group/app/-/issues/12',
          'https://gitlab.example.com/group/other/-/work_items/12',
          'https://gitlab.example.com/far/tool/-/issues/12#note_345',
          'https://gitlab.example.com/group/app/-/merge_requests/3/diffs',
          'https://gitlab.example.com/group/app/-/commit/9ba12248b1fa5a3b8a1a4f6ba5a0c5d5b2b3c4d5',
          'https://gitlab.example.com/group/app/-/boards/7',
        ].join('\n\n'),
      );
      assert.deepEqual(await rendering.frame.locator('.md-text a').allTextContents(), [
        '#12',
        'other#12',
        'far/tool#12 (comment 345)',
        '!3 (diffs)',
        '9ba12248',
        'https://gitlab.example.com/group/app/-/boards/7',
      ]);
    });

    it('show what they resolve to, and stay plain text if they resolve to nothing', async () => {
      await show('#12 #12+ !3 ~"a b" ~x::y @nobody [own](#12) https://gitlab.example.com/group/app/-/issues/99');
      await rendering.frame.evaluate(() => {
        const webUrl = 'https://gitlab.example.com/group/app/-/issues/12';
        for (const { element, name } of window.harness.referencesIn(document)) {
          if (name === '#12') window.harness.showReference(element, { title: 'A title', state: 'closed', webUrl });
          else if (name === '!3') window.harness.showReference(element, { title: 'Merge', state: 'merged', webUrl });
          else if (name.startsWith('~'))
            window.harness.showReference(element, { title: 'Label', webUrl, color: '#ff0000' });
          else window.harness.showReference(element, undefined);
        }
      });
      const links = rendering.frame.locator('.md-text a');
      assert.deepEqual(await links.allTextContents(), [
        ...['#12 (closed)', 'A title (#12 - closed)', '!3 (merged)', 'a b', 'xy', '@nobody', 'own', '#99'],
      ]);
      assert.equal(await links.nth(5).getAttribute('href'), null);
      assert.equal(await links.nth(6).getAttribute('title'), 'A title');
      assert.equal(await links.nth(7).getAttribute('href'), 'https://gitlab.example.com/group/app/-/issues/99');
    });
  });

  it('gives labels a text color with enough contrast', async () => {
    const contrasts = await rendering.frame.evaluate(() => {
      const results: number[] = [];
      for (let red = 0; red < 256; red += 15) {
        for (let green = 0; green < 256; green += 15) {
          for (let blue = 0; blue < 256; blue += 15) {
            const background = [red, green, blue];
            const text = window.harness.textColorOn(
              `#${background.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
            );
            const [r = 0, g = 0, b = 0] = background.map((part) =>
              part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
            );
            const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
            results.push(text === '#ffffff' ? 1.05 / (luminance + 0.05) : (luminance + 0.05) / 0.05);
          }
        }
      }
      return [Math.min(...results), window.harness.textColorOn('red'), window.harness.textColorOn('#fff')];
    });
    assert.ok(Number(contrasts[0]) >= 4.5);
    assert.deepEqual(
      contrasts.slice(1),
      [null, '#000000'].map((color) => color ?? undefined),
    );
  });

  const constructs: readonly (readonly [string, string, RegExp])[] = [
    [
      'an alert',
      '> [!WARNING]\n> Text',
      /^<div class="md-alert md-alert-warning" role="note"> <p class="md-alert-title">.*Warning<\/p> <p>Text<\/p> <\/div>$/,
    ],
    ['an alert with a title', '> [!tip] **Own** title\n> Text', /\*\*Own\*\* title<\/p> <p>Text/],
    [
      'a quote of many lines',
      '>>>\na\n\n- b\n>>>\nc',
      /^<blockquote> <p>a<\/p> <ul> <li>b<\/li> <\/ul> <\/blockquote> <p>c<\/p>$/,
    ],
    [
      'a quote within one',
      '>>>>\na\n>>>\nb\n>>>\n>>>>',
      /^<blockquote> <p>a<\/p> <blockquote> <p>b<\/p> <\/blockquote> <\/blockquote>$/,
    ],
    [
      'an inline diff',
      '{+ a +} [- b -] {- c +}',
      /<ins class="md-added"> a <\/ins> <del class="md-removed"> b <\/del> \{- c \+\}/,
    ],
    [
      'front matter',
      '---\na: b\n---\nText',
      /^<div class="md-code-block"><pre class="md-code md-code-later" data-language="yaml"><code>a: b <\/code><\/pre><button .*<\/button><\/div> <p>Text<\/p>$/,
    ],
    ['a rule that is none', '---\n\nText', /^<hr> <p>Text<\/p>$/],
    [
      'a colour',
      '`#ff0000` `#12345`',
      /<code>#ff0000<span class="md-color" style="background-color: rgb\(255, 0, 0\);"><\/span><\/code> <code>#12345<\/code>/,
    ],
    ['emoji', ':tada: :slight_smile: :nothing: a:tada:b', /🎉.*🙂.*:nothing: a:tada:b/],
    ['a description list', 'a\n: b', /<dl> <dt>a<\/dt> <dd>b<\/dd> <\/dl>/],
    [
      'a footnote',
      'a[^x]\n\n[^x]: b',
      /id="description-fnref-1" href="#description-fn-1".*<li id="description-fn-1"><p>b <a .*href="#description-fnref-1"/,
    ],
    ['a table', '| a | b |\n| :-: | --: |\n| 1 | 2 |', /<th align="center">a<\/th> <th align="right">b<\/th>/],
    [
      'a contents list',
      '[[_TOC_]]\n\n# A b\n\n## C\n\n# A b',
      /<ul class="md-contents"><li><a href="#description-heading-a-b">A b<\/a><ul><li>.*C<\/a><\/li><\/ul><\/li><li><a href="#description-heading-a-b-1">/,
    ],
    [
      'details',
      '<details><summary>a</summary>\n\n**b**\n\n</details>',
      /<details><summary>a<\/summary> <p><strong>b<\/strong><\/p> <\/details>/,
    ],
    [
      'code before it is coloured',
      '```js\nlet a\n```',
      /<pre class="md-code md-code-later" data-language="js"><code>let a <\/code><\/pre>/,
    ],
    ['code in no language', '```\n<a>\n```', /<pre class="md-code"><code>&lt;a&gt; <\/code><\/pre>/],
    ['a formula before it is drawn', '$`a`$', /<code class="md-formula">a<\/code>/],
    ['money', '$20,000 and $30,000', /^<p>\$20,000 and \$30,000<\/p>$/],
    [
      'an address without a scheme',
      'www.example.com, README.md',
      /<a href="https:\/\/www\.example\.com\/" title=".*">www\.example\.com<\/a>, README\.md/,
    ],
    [
      'an upload',
      '[a.pdf](/uploads/0123456789abcdef0123456789abcdef/a.pdf)',
      /<button type="button" class="md-attachment" title="Save or open a\.pdf">.*a\.pdf<\/button>/,
    ],
    [
      'C8: an upload with an old secret and a query',
      '[a.pdf](/uploads/0123456789/a.pdf?inline=false#page=2)',
      /<button type="button" class="md-attachment" title="Save or open a\.pdf">.*a\.pdf<\/button>/,
    ],
    ['an unknown element', 'Vec<T> is', /^<p>Vec is<\/p>$/],
  ];
  for (const [name, source, expected] of constructs) {
    it(`draws ${name}`, async () => {
      assert.match(await show(source), expected);
    });
  }

  it('leaves an image for the page to request, and shows the response', async () => {
    await show(
      '![a](/uploads/0123456789abcdef0123456789abcdef/a.png){width=100 height=50%} ![b](doc/b.png) ![c](https://c.example/c.png)',
    );
    const pictures = await rendering.frame.evaluate(() => {
      const found = window.harness.picturesIn(document);
      const pixel =
        'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
      window.harness.showPicture(found[0]!.element, { data: pixel });
      window.harness.showPicture(found[1]!.element, { problem: 'foreign' });
      window.harness.showPicture(found[2]!.element, { problem: 'foreign' });
      return found.map(({ source, foreignHost }) => [source, foreignHost]);
    });
    assert.deepEqual(pictures, [
      ['https://gitlab.example.com/group/app/uploads/0123456789abcdef0123456789abcdef/a.png', undefined],
      ['https://gitlab.example.com/group/app/-/raw/HEAD/doc/b.png', undefined],
      ['https://c.example/c.png', 'c.example'],
    ]);
    const image = rendering.frame.locator('.md-picture-shown img');
    assert.equal(await image.getAttribute('alt'), 'a');
    assert.equal(await image.evaluate((element) => (element as HTMLElement).style.width), '100px');
    assert.match(
      (await rendering.frame.locator('.md-picture').first().textContent()) ?? '',
      /^bThis image can only be viewed in the browser\.Open in Browser$/,
    );
    assert.equal(await rendering.frame.locator('.md-picture-load').count(), 1);
  });

  it('gives an image without alternative text the name of its file', async () => {
    await show('![](/uploads/0123456789abcdef0123456789abcdef/a.png) ![](doc/b.png) ![c](doc/d.png)');
    const texts = await rendering.frame.evaluate(() => window.harness.picturesIn(document).map(({ alt }) => alt));
    assert.deepEqual(texts, ['a.png', 'b.png', 'c']);
  });

  it('highlights code once the highlighter is loaded, as text with its classes and nothing else', async () => {
    const languages: readonly (readonly [string, string, RegExp])[] = [
      ['js', 'let a', /^let/],
      ['swift', 'let a = 1', /^let/],
      ['r', 'if (TRUE) 1', /^if/],
      ['powershell', '$a = 1', /^\$a/],
      ['scala', 'val a = 1', /^val/],
      ['lua', 'local a', /^local/],
      ['nginx', 'server { listen 80; }', /^server/],
      ['proto', 'message A {}', /^message/],
      ['graphql', 'query A { b }', /^query/],
      ['elixir', 'def a, do: 1', /^def/],
      ['groovy', 'def a = 1', /^def/],
    ];
    const hostile = '<img src=x onerror="window.__pwned=1"><span class="md-label">"</span>';
    const fence = '```';
    const sources = [...languages, ['html', hostile], ['nolang', hostile], ['suggestion:-0+1', 'a']] as const;
    await show(sources.map(([name, code]) => `${fence}${name}\n${code}\n${fence}`).join('\n\n'));
    await rendering.frame.evaluate(() => window.harness.drawLater(document));
    const blocks = rendering.frame.locator('.md-text pre.md-code > code');
    assert.deepEqual(
      await blocks.allTextContents(),
      sources.map(([, code]) => `${code}\n`),
    );
    for (const [index, [name, , keyword]] of languages.entries())
      assert.match(
        (await blocks.nth(index).locator('span[class^="hljs-"]').first().textContent()) ?? '',
        keyword,
        name,
      );
    const others = rendering.frame.locator('.md-text pre.md-code :not(code, span[class^="hljs-"])');
    assert.equal(await others.count(), 0);
    assert.equal(await rendering.frame.locator('.md-code-later').count(), 0);
  });

  it('draws formulas and diagrams once their scripts are loaded, and shows the source of invalid ones', async () => {
    await show(
      '$`a^2`$\n\n```math\n\\frac{\n```\n\n```mermaid\ngraph TD; A[Open]-->B\n```\n\n```mermaid\ngraph TD; A--\n```',
    );
    await rendering.frame.evaluate(() => window.harness.drawLater(document));
    assert.equal(await rendering.frame.locator('.md-formula-drawn math').count(), 1);
    assert.match(
      (await rendering.frame.locator('.md-formula-problem').getAttribute('title')) ?? '',
      /^Invalid formula/,
    );
    const diagram = rendering.frame.locator('img.md-diagram-picture');
    assert.equal(await diagram.count(), 1);
    assert.match((await diagram.getAttribute('src')) ?? '', /^data:image\/svg\+xml/);
    assert.ok(await diagram.evaluate((element) => (element as HTMLImageElement).decode().then(() => true)));
    assert.match((await rendering.frame.locator('.md-diagram details').textContent()) ?? '', /graph TD; A\[Open\]-->B/);
    const problem = rendering.frame.locator('.md-diagram').nth(1);
    assert.match((await problem.textContent()) ?? '', /Showing its source instead\.graph TD; A--/s);
  });

  it('S5: gives a diagram the title or the description in its source as alternative text, or its kind', async () => {
    const sources = [
      'graph TD\n  accTitle : Two steps\n  accDescr: From A to B\n  A-->B',
      'graph TD\n\taccDescr:  From A to B \n  A-->B',
      '%% accounts\ngraph TD\n  A[accTitle]-->B',
      '---\ntitle: One\n---\n\npie\n  "a" : 1',
    ];
    await show(sources.map((source) => `\`\`\`mermaid\n${source}\n\`\`\``).join('\n\n'));
    await rendering.frame.evaluate(() => window.harness.drawLater(document));
    const pictures = rendering.frame.locator('img.md-diagram-picture');
    assert.deepEqual(await pictures.evaluateAll((all) => all.map((each) => each.getAttribute('alt'))), [
      'Two steps',
      'From A to B',
      'Diagram (graph). Its source follows.',
      'Diagram (pie). Its source follows.',
    ]);
  });

  it('renders 500 notes well within a second on an idle machine', async () => {
    const note =
      'Thanks @alice, see #12 and `code`:\n\n- [x] **one**\n- two https://example.com\n\n```ruby\nputs 1\n```\n';
    const milliseconds = await rendering.frame.evaluate(
      ([text, where]) => {
        const started = performance.now();
        for (let number = 0; number < 500; number += 1) window.harness.renderMarkdown(`${text}${number}`, where);
        return performance.now() - started;
      },
      [note, context] as const,
    );
    console.log(`      500 notes in ${Math.round(milliseconds)} ms`);
    // The limit is generous, because a busy machine is many times slower. It still detects repeated work for each note.
    assert.ok(milliseconds < 5000);
  });
});
