import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

/**
 * The elements that GitLab allows and that Markdown creates. Omits images and checkboxes, which the page creates
 * itself.
 */
const wantedTags =
  'a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var'.split(
    ' ',
  );
const wantedAttributes = 'align colspan data-mark datetime href lang open reversed rowspan start title'.split(' ');

function read(file: string): string {
  return readFileSync(join(repositoryRoot, 'test/webview/texts', file), 'utf8');
}

/** The descriptions and comments in the responses that were recorded from real servers. */
function recordedTexts(): string[] {
  const folder = join(repositoryRoot, 'test/unit/gitlab/recorded');
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && /^(?:description|body|note)$/.test(name)) found.add(inner);
      else collect(inner);
    }
  };
  for (const file of globSync('*/*.json', { cwd: folder })) {
    if (!file.endsWith('.headers.json')) collect(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  return [...found].sort();
}

describe('Real texts', () => {
  let rendering: RenderingPage;
  const texts = [
    read('everything.md'),
    read('gitlabKitchenSink.md'),
    ...(JSON.parse(read('exportedIssues.json')) as string[]),
    ...recordedTexts(),
  ];
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  it('are all here', () => {
    assert.ok(texts.length > 450, `${texts.length} texts`);
  });

  it('lose nothing useful when they are cleaned', async () => {
    const losses = await rendering.frame.evaluate(
      ([all, where, tags, attributes]) => {
        const { Marks, parseHtml, parseMarkdown, prepareElements, cleanElements, structureOf } = window.harness;
        const found: string[] = [];
        for (const source of all) {
          const marks = new Marks();
          const lines = source.split('\n');
          const body = parseHtml(parseMarkdown(source, { marks, context: where, lines }));
          prepareElements(body, where, marks);
          // GitLab does not send these to the browser either.
          for (const element of body.querySelectorAll('script, style, template, iframe')) element.remove();
          const before = structureOf(body, tags, attributes);
          const clean = cleanElements(body, marks);
          const after = structureOf(clean, tags, attributes);
          const first = before.findIndex((line, index) => line !== after[index]);
          if (first >= 0 || after.length !== before.length)
            found.push(`${before[first] ?? ''} | ${after[first] ?? ''}`);
          if (body.textContent !== clean.textContent) found.push(`text of ${source.slice(0, 80)}`);
        }
        return found;
      },
      [texts, context, wantedTags, wantedAttributes] as const,
    );
    assert.deepEqual(losses, []);
  });

  it('F1: do not change when they are cleaned again, from the page or from a string', async () => {
    const changed = await rendering.frame.evaluate(
      ([all, where]) => {
        const { Marks, parseHtml, parseMarkdown, prepareElements, cleanElements } = window.harness;
        return all.filter((source) => {
          const marks = new Marks();
          const html = parseMarkdown(source, { marks, context: where, lines: source.split('\n') });
          const body = parseHtml(html);
          prepareElements(body, where, marks);
          const first = document.createElement('div');
          first.append(cleanElements(body, marks));
          const second = document.createElement('div');
          second.append(cleanElements(parseHtml(first.innerHTML), marks));
          return second.innerHTML !== first.innerHTML;
        });
      },
      [texts, context] as const,
    );
    assert.deepEqual(changed, []);
  });

  it('can replace one another, or be edited, with the same result as a new rendering', async () => {
    const failures = await rendering.frame.evaluate(
      ([all, where]) => {
        const { boxesOf, changeText, renderMarkdown } = window.harness;
        const place = document.createElement('div');
        const found: string[] = [];
        let kept = 0;
        let count = 0;
        for (const [at, text] of all.entries()) {
          const lines = text.split('\n');
          const some = (at * 7919) % lines.length;
          const other = (at * 104_729) % lines.length;
          const edits = [
            text,
            lines.toSpliced(some, 1).join('\n'),
            lines.toSpliced(some, 0, '', '- [ ] new', '').join('\n'),
            lines
              .toSpliced(some, 1, lines[other] ?? '')
              .toSpliced(other, 1, lines[some] ?? '')
              .join('\n'),
            text.replaceAll('[ ]', '[x]'),
            text,
          ];
          for (const source of edits) {
            const fresh = renderMarkdown(source, where);
            const before = [...place.querySelectorAll('*')];
            changeText(place, renderMarkdown(source, where));
            const shown = place.firstElementChild;
            if (!shown?.isEqualNode(fresh) || boxesOf(shown) !== boxesOf(fresh)) found.push(source);
            if (source === text) continue;
            const now = new Set(place.querySelectorAll('*'));
            kept += before.filter((element) => now.has(element)).length;
            count += before.length;
          }
        }
        return { found, share: kept / count };
      },
      [texts, context] as const,
    );
    assert.deepEqual(failures.found, []);
    assert.ok(failures.share > 0.7, `Only ${failures.share} of the elements stayed`);
  });

  it('cause no request and no error', () => {
    assert.deepEqual(rendering.foreignRequests, []);
    assert.deepEqual(rendering.errors, []);
  });
});
