import assert from 'node:assert/strict';
import type { CodeRepository } from '../../../../src/model/code/codeRepository.ts';
import { publishedCode } from '../../../../src/sync/code/publishedCode.ts';

const text = 'one\ntwo\nthree\n';
const code = { document: 'file:///home/ada/app/src/a%20b.ts', text, first: 2, last: 2 };
const origin = 'https://gitlab.example.com/ada/app';
const upstream = 'https://gitlab.example.com/group/app';
const pages: Readonly<Record<string, string>> = { origin, upstream };

/** A repository with a local commit `head`, and `base` before it. */
const repository: CodeRepository = {
  uri: 'file:///home/ada/app',
  remotes: ['upstream', 'origin', 'mirror'],
  head: { commit: 'head', upstream: undefined },
  remotesWith: () => Promise.resolve([]),
  commonCommit: () => Promise.resolve(undefined),
  textAt: () => Promise.resolve(text),
};

const find = (changed: Partial<CodeRepository>, own = pages) =>
  publishedCode(code, { ...repository, ...changed }, { pageOf: (_, remote) => own[remote] });

describe('Lines of code on GitLab', () => {
  it('are in the current commit if a remote has it', async () => {
    const pushed = await find({ remotesWith: () => Promise.resolve(['mirror', 'upstream', 'origin']) });
    const lines = { first: 2, last: 2 };
    assert.deepEqual(pushed, {
      kind: 'same',
      path: 'src/a b.ts',
      link: `${origin}/-/blob/head/src/a%20b.ts#L2`,
      lines,
    });
  });

  it('are in the project of the branch that the current one tracks', async () => {
    const tracked = { commit: 'head', upstream: { remote: 'upstream', name: 'main' } };
    const found = await find({ head: tracked, remotesWith: () => Promise.resolve(['origin', 'upstream']) });
    assert.equal('link' in found && found.link, `${upstream}/-/blob/head/src/a%20b.ts#L2`);
    const onlyInFork = await find({ head: tracked, remotesWith: () => Promise.resolve(['origin']) });
    assert.equal('link' in onlyInFork && onlyInFork.link, `${origin}/-/blob/head/src/a%20b.ts#L2`);
  });

  it('are in the newest common commit if no remote has the current one', async () => {
    const asked: string[] = [];
    const commonCommit = (branch: string) => {
      asked.push(branch);
      return Promise.resolve(branch === 'upstream/main' ? 'base' : undefined);
    };
    const tracked = { commit: 'head', upstream: { remote: 'origin', name: 'topic' } };
    const textAt = (commit: string) => Promise.resolve(commit === 'base' ? `zero\n${text}` : undefined);
    const found = await find({ head: tracked, commonCommit, textAt });
    assert.equal('link' in found && found.link, `${upstream}/-/blob/base/src/a%20b.ts#L3`);
    assert.deepEqual(asked.slice(0, 2), ['origin/topic', 'origin/HEAD']);
  });

  it('are changed if that commit has others', async () => {
    const found = await find({
      commonCommit: () => Promise.resolve('base'),
      textAt: () => Promise.resolve(text.replace('two', '2')),
    });
    assert.deepEqual(found, { kind: 'changed', path: 'src/a b.ts', link: `${origin}/-/blob/base/src/a%20b.ts` });
  });

  it('are nowhere if that commit does not have the file, or if there is none', async () => {
    const unpublished = { kind: 'unpublished', path: 'src/a b.ts' };
    const having = () => Promise.resolve(['origin']);
    assert.deepEqual(await find({ remotesWith: having, textAt: () => Promise.resolve(undefined) }), unpublished);
    assert.deepEqual(await find({}), unpublished);
    assert.deepEqual(await find({ head: { commit: undefined, upstream: undefined } }), unpublished);
  });

  it('are elsewhere if no remote belongs to an instance that the user is signed in to', async () => {
    const having = () => Promise.resolve(['origin']);
    assert.deepEqual(await find({ remotesWith: having }, {}), { kind: 'elsewhere', path: 'src/a b.ts' });
  });
});
