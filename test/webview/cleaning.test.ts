import assert from 'node:assert/strict';
import fc from 'fast-check';
import { payloads } from './payloads.ts';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

const tags = [
  ...[
    'a',
    'b',
    'p',
    'div',
    'span',
    'table',
    'tr',
    'td',
    'li',
    'ul',
    'pre',
    'code',
    'details',
    'summary',
    'h1',
    'h6',
    'hr',
  ],
  ...[
    'script',
    'style',
    'svg',
    'math',
    'mtext',
    'mglyph',
    'mi',
    'annotation-xml',
    'foreignObject',
    'desc',
    'title',
    'img',
  ],
  ...[
    'form',
    'input',
    'button',
    'select',
    'option',
    'template',
    'noscript',
    'iframe',
    'textarea',
    'xmp',
    'plaintext',
    'nobr',
  ],
  ...[
    'image',
    'object',
    'base',
    'link',
    'meta',
    'video',
    'custom-x',
    'font',
    'marquee',
    'frameset',
    'body',
    'html',
    'ruby',
  ],
];
const attribute = fc
  .tuple(
    fc.constantFrom(
      ...[
        'href',
        'src',
        'onerror',
        'onclick',
        'style',
        'class',
        'id',
        'name',
        'title',
        'data-mark',
        'xlink:href',
        'srcset',
      ],
      ...['formaction', 'is', 'slot', 'align', 'start', 'lang', 'dir', 'open'],
    ),
    fc.constantFrom(
      ...[
        'javascript:window.__pwned=1',
        'https://example.com/',
        '#x',
        'x',
        '1',
        '--><img src=x>',
        '</style><b>',
        'hljs-string',
      ],
      ...['&quot;&gt;', 'command:x', '0-0', 'position:fixed'],
    ),
    fc.constantFrom('"', "'", ''),
  )
  .map(([name, value, quote]) => ` ${name}=${quote}${quote === '' ? value.replaceAll(' ', '') : value}${quote}`);
const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom(...tags), fc.array(attribute, { maxLength: 3 }))
    .map(([tag, all]) => `<${tag}${all.join('')}>`),
  fc.constantFrom(...tags).map((tag) => `</${tag}>`),
  fc.constantFrom(
    'text',
    '\n\n',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&lt;',
    '**b**',
    '`c`',
    '#12',
    '- [ ] t\n',
    '> q\n',
    '{+ x +}',
  ),
);
const grammar = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(''));

describe('Cleaning', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage({ policy: false });
  });
  after(() => rendering.close());

  /** Returns the problems that remain in the texts after cleaning. */
  const faults = (texts: readonly string[]): Promise<string[]> =>
    rendering.frame.evaluate(
      ([all, where]) => {
        const { Marks, parseHtml, parseMarkdown, prepareElements, cleanElements, serializeHtml } = window.harness;
        const forbidden =
          'script,style,svg,math,img,image,form,input,button,select,textarea,template,iframe,object,embed,base,link,meta,video,audio,[style],[id],[name],[src],[srcset]';
        const found: string[] = [];
        for (const source of all) {
          const marks = new Marks();
          const body = parseHtml(parseMarkdown(source, { marks, context: where, lines: source.split('\n') }));
          prepareElements(body, where, marks);
          const first = document.createElement('div');
          first.append(cleanElements(body, marks));
          const elements = [...first.querySelectorAll('*')];
          if (first.querySelector(forbidden)) found.push(`forbidden: ${source}`);
          const names = elements.flatMap((element) => element.getAttributeNames());
          if (names.some((name) => /^(?:on|data-(?!mark))|:/.test(name))) found.push(`attribute: ${source}`);
          const links = elements.map((element) => element.getAttribute('href')).filter((href) => href !== null);
          if (links.some((href) => !/^(?:https?|mailto):/.test(href))) found.push(`link: ${source}`);
          const again = document.createElement('div');
          again.append(cleanElements(parseHtml(serializeHtml(first)), marks));
          if (again.innerHTML !== first.innerHTML) found.push(`not the same again: ${source}`);
        }
        return found;
      },
      [texts, context] as const,
    );

  it('F1: removes everything forbidden and changes nothing the second time, for any nesting', async () => {
    const generated = fc.sample(grammar, 3000);
    assert.deepEqual(await faults(generated), []);
  });

  it('F1: keeps empty lines at the start of a block when elements beside it are removed', async () => {
    const texts = await rendering.frame.evaluate(() => {
      const { Marks, parseHtml, cleanElements } = window.harness;
      return ['', '<p><button><p>x', '<script></script>'].map((other) => {
        const clean = cleanElements(parseHtml(`<pre>\n\n\n\ntext</pre>${other}`), new Marks());
        return clean.querySelector('pre')?.textContent;
      });
    });
    assert.deepEqual(texts, Array(3).fill('\n\n\ntext'));
  });

  it('S1: cleans a large element like its parts', async () => {
    const cleaned = (html: string): Promise<string> =>
      rendering.frame.evaluate((text) => {
        const place = document.createElement('div');
        place.append(window.harness.cleanElements(window.harness.parseHtml(text), new window.harness.Marks()));
        return place.innerHTML;
      }, html);
    const item =
      '<li onclick="a()"><form><b>a</b></form><script>b</script><a href="javascript:c">c</a><!-- d -->e</li>';
    const row = `<tr><td style="x" align="right"><ul>${item}</ul></td></tr>`;
    const [open, close] = [
      '<details open onclick="a()"><summary>a</summary><blockquote>b<ol start="3">',
      '</ol>c</blockquote>d</details>',
    ];
    const [cleanItem, cleanRow] = [await cleaned(item), await cleaned(`<table>${row}</table>`)];
    assert.equal(
      await cleaned(open + item.repeat(300) + close),
      open.replace(' open onclick="a()"', ' open=""') + cleanItem.repeat(300) + close,
    );
    assert.equal(
      await cleaned(`<table id="x"><thead><tr><th>a</th></tr></thead>${row.repeat(300)}</table>`),
      `<table><thead><tr><th>a</th></tr></thead>${cleanRow.replace(/<tr>.*<\/tr>/, (rows) => rows.repeat(300)).slice(7)}`,
    );
    const dropped = `<svg>${'<g></g>'.repeat(300)}<style>x</style></svg><form>${'<i>f</i>'.repeat(300)}</form>`;
    assert.equal(await cleaned(`<div>${dropped}</div>`), `<div>${'<i>f</i>'.repeat(300)}</div>`);
  });

  it('F1: does the same for every known payload', async () => {
    const all = payloads(rendering.foreign);
    assert.deepEqual(await faults(all), []);
    const filling = '- a\n'.repeat(60);
    assert.deepEqual(await faults(all.map((payload) => `${filling}\n${payload}\n\n${filling}`)), []);
    assert.deepEqual(
      await faults(all.map((payload) => `<div><p>${'<i>a</i>'.repeat(60)}${payload}${'<i>a</i>'.repeat(60)}`)),
      [],
    );
  });
});
