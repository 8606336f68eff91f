import assert from 'node:assert/strict';
import { findReferences, referenceOfUrl } from '../../../../../src/webview/markdown/references/referenceSyntax.ts';

const context = {
  instance: 'https://gitlab.example.com',
  project: { path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
  mayTick: true,
  webUrl: 'https://gitlab.example.com/group/app/-/issues/1',
  idPrefix: 'description',
};
const namesIn = (text: string) => findReferences(text, context).map(({ reference }) => reference.name);

describe('findReferences', () => {
  it('matches the longest path before a sign, and each reference once', () => {
    assert.deepEqual(namesIn('a/b.c#1.d!2 x//e.f#3 (g/h&4)'), ['a/b.c#1', 'group/d!2', 'group/f#3', 'g/h&4']);
    assert.deepEqual(namesIn('a.b.abc1234 abc1234#5 1/2#'), ['abc1234', 'group/abc1234#5']);
  });

  it('C12: matches URLs of the instance if its web address is not that of its API', () => {
    const outside = { path: 'group/app', webUrl: 'https://git.example.org/sub/group/app' };
    const name = (url: string) => referenceOfUrl(url, { ...context, project: outside })?.name;
    assert.equal(name('https://git.example.org/sub/group/app/-/issues/12'), '#12');
    assert.equal(name('https://gitlab.example.com/group/other/-/issues/12'), 'group/other#12');
    assert.equal(name('https://git.example.org/group/app/-/issues/12'), undefined);
  });

  it('C7: matches URLs of incidents, with any page of an issue', () => {
    const text = (page: string) => referenceOfUrl(`https://gitlab.example.com/group/app/-/${page}`, context)?.text;
    assert.equal(text('issues/incident/12'), '#12');
    assert.equal(text('issues/incident/12/timeline'), '#12');
    assert.equal(text('issues/incident/12#note_3'), '#12 (comment 3)');
    assert.equal(text('issues/12/'), '#12');
    assert.equal(text('issues/12/designs'), '#12 (designs)');
    // GitLab shows the URL of a test case as it is.
    assert.equal(text('quality/test_cases/5'), undefined);
  });

  it('ignores references with a name that is longer than GitLab allows', () => {
    assert.deepEqual(namesIn(`#1 @${'a'.repeat(260)} ~bug`), ['#1', '~bug']);
  });
});
