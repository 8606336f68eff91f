import assert from 'node:assert/strict';
import type { ResolvedReference } from '../../src/model/gateway/referenceGateway.ts';
import { gitLabExamples } from './gitlabHtml.ts';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

const project = 'https://gitlab.example.com/group/app/-/';
const label = { webUrl: `${project}issues`, color: '#ff0000', title: '' };
const resolved: Readonly<Record<string, ResolvedReference>> = {
  '#12': { title: 'Twelve', state: 'opened', webUrl: `${project}issues/12` },
  '#13': { title: 'Thirteen', state: 'closed', webUrl: `${project}issues/13` },
  '#14': { title: 'A title that is longer than fifty letters, so GitLab cuts it', webUrl: `${project}issues/14` },
  '!3': { title: 'Three', state: 'merged', webUrl: `${project}merge_requests/3` },
  'group/other#7': { title: 'Seven', webUrl: 'https://gitlab.example.com/group/other/-/issues/7' },
  'group/other#8': {
    title: 'Eight',
    state: 'closed',
    isMoved: true,
    webUrl: 'https://gitlab.example.com/group/other/-/issues/8',
  },
  '~5': { ...label, name: 'bug' },
  '%3': { title: 'v3', name: 'v3', webUrl: `${project}milestones/3` },
  '@alice': { title: 'Alice Able', webUrl: 'https://gitlab.example.com/alice' },
  ...{ '~bug': label, '~two words': label, '~a::b': label, '~2': label },
  '%v1.0': { title: 'v1.0', name: 'v1.0', webUrl: `${project}milestones/1` },
  '%18.6 GA': { title: '18.6 GA', name: '18.6 GA', webUrl: `${project}milestones/2` },
  '9ba12248': { title: 'A commit', webUrl: `${project}commit/9ba12248b1fa5a3b8a1a4f6ba5a0c5d5b2b3c4d5` },
};

describe('A text rendered by the page and by GitLab', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  /** Returns the outlines of a source as rendered by the page and by GitLab. */
  const outlines = ({ source, html }: { readonly source: string; readonly html: string }): Promise<[string, string]> =>
    rendering.frame.evaluate(
      ([text, gitLabs, where, known]) => {
        const { outlineOf, parseHtml, referencesIn, renderMarkdown, showReference } = window.harness;
        const ours = renderMarkdown(text, where);
        for (const { element, name } of referencesIn(ours)) {
          const found = Object.hasOwn(known, name) ? known[name] : undefined;
          showReference(element, found);
        }
        return [outlineOf(ours), outlineOf(parseHtml(gitLabs))] as [string, string];
      },
      [source, html, context, resolved] as const,
    );

  for (const example of gitLabExamples.filter(({ wanted }) => wanted === undefined)) {
    it(`is the same: ${example.name}`, async () => {
      const [ours, gitLabs] = await outlines(example);
      assert.equal(ours, gitLabs);
    });
  }

  for (const example of gitLabExamples.filter(({ wanted }) => wanted !== undefined)) {
    it(`differs on purpose: ${example.name} (${example.wanted ?? ''})`, async () => {
      const [ours, gitLabs] = await outlines(example);
      assert.notEqual(ours, gitLabs);
    });
  }
});
