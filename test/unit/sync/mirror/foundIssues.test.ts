import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import { issue } from '../issues.ts';

describe('An issue of a tracker', () => {
  let gitlab: FakeGitLab;
  let window: FakeWindow;
  beforeEach(() => {
    gitlab = new FakeGitLab();
    for (let id = 1; id <= 5; id++) gitlab.put(id);
    window = new FakeWindow(gitlab);
  });

  it('is found before the tracker was read, after one refresh', async () => {
    assert.equal((await window.issues.findIssue('tracker', 3)).id, 3);
    const { length } = gitlab.asked;
    assert.equal((await window.issues.findIssue('tracker', 4)).id, 4);
    assert.equal(gitlab.asked.length, length);
  });

  it('is found by the path of its project in any case, and asked for only if it is not held', async () => {
    await window.mirror.sync('poll');
    const found: unknown[] = [];
    gitlab.findIssue = (...args: unknown[]) => {
      found.push(args[1]);
      return Promise.resolve(issue(9, { state: 'closed' }));
    };
    assert.equal((await window.issues.findIssue('tracker', 3, 'GROUP/Project')).id, 3);
    assert.deepEqual(found, []);
    assert.equal((await window.issues.findIssue('tracker', 9)).state, 'closed');
    assert.equal((await window.issues.findIssue('tracker', 3, 'group/other')).state, 'closed');
    assert.deepEqual(found, [9, 3]);
  });

  it('is not found in an unknown tracker', async () => {
    await assert.rejects(window.issues.findIssue('other', 3), (error) => GitLabError.is(error, 'notFound'));
  });

  it('is held with its description once it was absorbed', async () => {
    await window.mirror.sync('poll');
    const newer = { ...window.held[0]!, title: 'Absorbed', updatedAt: gitlab.now + 1 };
    await window.issues.absorb('tracker', newer, 'Text');
    assert.equal(window.held[0]?.title, 'Absorbed');
    assert.equal(await window.issues.description('tracker', newer.id), 'Text');
  });

  it('is removed when GitLab no longer finds it, and the error stays', async () => {
    await window.mirror.sync('poll');
    gitlab.updateIssue = () => Promise.reject(new GitLabError('notFound', { detail: 'issue' }));
    await assert.rejects(window.change(3, { title: 'x' }), (error) => GitLabError.is(error, 'notFound'));
    assert.deepEqual(
      window.held.map(({ id }) => id),
      [5, 4, 2, 1],
    );
    gitlab.updateIssue = () => Promise.reject(new GitLabError('notFound', { detail: 'project' }));
    await assert.rejects(window.change(4, { title: 'x' }));
    assert.equal(window.held.length, 4);
  });
});
