import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { FakeWindow } from '../fakeGitLab.ts';
import { filled } from '../filledWindow.ts';
import { MirrorHarness } from '../mirrorHarness.ts';
import { changeIssue, sendAct } from '../sendAct.ts';
import { waitUntil } from '../../waitUntil.ts';

const minute = 60_000;

describe('a write', () => {
  it('puts the server’s response in place, and an earlier response never restores the old state', async () => {
    const { gitlab, window, pass } = await filled(50);
    await pass(minute);
    gitlab.put(8, { title: 'Elsewhere' });
    let release = (): void => undefined;
    gitlab.onAnswer = () => new Promise((resolve) => (release = resolve));
    const look = window.mirror.sync('poll');
    await new Promise((resolve) => setImmediate(resolve));
    gitlab.onAnswer = () => undefined;
    gitlab.now += 1000;
    await window.change(7, { title: 'Written' });
    await window.change(8, { state: 'closed' });
    release();
    await look;
    assert.deepEqual(window.held, gitlab.open);
    const next = new FakeWindow(gitlab, window.clock, window.files);
    await next.mirror.catchUp();
    assert.deepEqual(next.held, gitlab.open);
  });

  it('that deletes or moves an issue is not undone by a pending response', async () => {
    const { gitlab, window, pass } = await filled(50);
    await pass(minute);
    gitlab.put(8, { title: 'Elsewhere' });
    gitlab.put(9, { title: 'Elsewhere' });
    let release = (): void => undefined;
    gitlab.onAnswer = () => new Promise((resolve) => (release = resolve));
    const look = window.mirror.sync('poll');
    await new Promise((resolve) => setImmediate(resolve));
    gitlab.onAnswer = () => undefined;
    const [eight, nine] = [8, 9].map((id) => window.held.find((each) => each.id === id)!);
    const { path, webUrl } = gitlab.project;
    await sendAct(window, 'tracker', eight!, { kind: 'delete' });
    await sendAct(window, 'tracker', nine!, { kind: 'move', to: { id: 202, path, webUrl } });
    release();
    await look;
    assert.deepEqual(window.held, gitlab.open);
  });

  it('that is rejected reloads the role', async () => {
    const { gitlab, window } = await filled(5);
    gitlab.updateIssue = () => Promise.reject(new GitLabError('forbidden'));
    gitlab.project = { ...gitlab.project, accessLevel: 10 };
    await assert.rejects(window.change(1, { title: 'X' }), (error) => GitLabError.is(error, 'forbidden'));
    assert.equal(window.mirror.state.project?.accessLevel, 10);
  });

  it('is followed by a loaded issue: its row and its description, unless the list is newer', async () => {
    const { gitlab, window, pass } = await filled(5);
    const described = () => window.issues.description('tracker', 3);
    await pass(minute);
    const before = window.held.find(({ id }) => id === 3)!;
    gitlab.put(3, { title: 'Read by itself' });
    const read = gitlab.open.find(({ id }) => id === 3)!;
    await window.issues.absorb('tracker', read, 'New words');
    assert.equal(window.held.find(({ id }) => id === 3)?.title, 'Read by itself');
    assert.equal(await described(), 'New words');
    // A sync that finds the same state changes nothing.
    await window.mirror.sync('poll');
    assert.equal(window.held.find(({ id }) => id === 3)?.title, 'Read by itself');
    await window.issues.absorb('tracker', before, 'Old words');
    assert.equal(await described(), 'New words');
  });

  it('of many issues, all rejected, reloads the role once, and once more some time later', async () => {
    const { gitlab, window, pass } = await filled(30);
    gitlab.updateIssue = () => Promise.reject(new GitLabError('forbidden'));
    gitlab.project = { ...gitlab.project, accessLevel: 10 };
    gitlab.asked = [];
    const refusals = () =>
      Promise.allSettled(Array.from({ length: 30 }, (_, index) => window.change(index + 1, { title: 'X' })));
    const results = await refusals();
    assert.ok(results.every((result) => result.status === 'rejected' && GitLabError.is(result.reason, 'forbidden')));
    await refusals();
    assert.deepEqual(gitlab.asked, ['project']);
    assert.equal(window.mirror.state.project?.accessLevel, 10);
    gitlab.project = { ...gitlab.project, accessLevel: 40 };
    await pass(minute);
    gitlab.asked = [];
    await refusals();
    assert.deepEqual(gitlab.asked, ['project']);
    assert.equal(window.mirror.state.project.accessLevel, 40);
  });

  it('with a response after signing out is not shown', async () => {
    const { gitlab, window } = await filled(5);
    gitlab.onAnswer = () => {
      window.mirror.dispose();
      window.store.forget('tracker');
    };
    await window.change(1, { title: 'X' });
    assert.deepEqual(window.held, []);
    assert.equal(gitlab.issues.get(1)?.title, 'X');
  });

  it('that waits for its turn while the user signs out is not sent, and reports it', async () => {
    const mirror = await MirrorHarness.start({ projects: 1, issues: 20 });
    try {
      await mirror.fill();
      const { gitlab, store, synchronizer } = mirror;
      const tracker = synchronizer.trackers[0]!.key;
      mirror.requests();
      gitlab.addFault({ method: 'PUT', do: { kind: 'delay', ms: 30 } });
      const issues = store.issues(tracker).slice(0, 5);
      const writes = issues.map((each) => changeIssue(synchronizer, tracker, each, { title: 'X' }));
      await waitUntil(() => gitlab.requests.length === 4);
      mirror.accounts.value = [];
      const results = await Promise.allSettled(writes);
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected'],
      );
      const [refused] = results.filter((result) => result.status === 'rejected');
      assert.match(String(refused?.reason), /Nothing was sent to 127\.0\.0\.1/);
      assert.deepEqual(
        issues.map(({ projectId, iid }) => gitlab.world.issue(projectId, iid)?.title === 'X'),
        [true, true, true, true, false],
      );
    } finally {
      await mirror.close();
    }
  });
});
