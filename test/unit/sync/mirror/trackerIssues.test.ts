import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

describe('TrackerIssues', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  const start = async (issues: number, describe: (iid: number) => string) => {
    mirror = await MirrorHarness.start({ projects: 1, issues });
    for (const { iid } of mirror.gitlab.world.issues(101))
      mirror.gitlab.world.updateIssue(101, iid, { description: describe(iid), state: 'opened' });
    await mirror.fill();
    const [{ key } = { key: '' }] = mirror.synchronizer.trackers;
    const iidsOf = (ids: ReadonlySet<number>) => [...ids].map((id) => mirror.store.get(key, id)?.iid);
    return { key, issues: mirror.synchronizer.issues, iidsOf };
  };

  it('reads descriptions from disk and finds their words in any case and with any accents, without a request', async () => {
    const texts = ['', 'The Größe of the Café', 'about a cafe', 'nothing', ''];
    const { key, issues, iidsOf } = await start(5, (iid) => texts[iid - 1] ?? '');
    mirror.requests();
    const second = mirror.store.issues(key).find(({ iid }) => iid === 2)?.id ?? 0;
    assert.equal(await issues.description(key, second), 'The Größe of the Café');
    assert.equal(await issues.description(key, -1), undefined);
    assert.deepEqual(iidsOf(await issues.findInDescriptions(key, ['CAFÉ'])).sort(), [2, 3]);
    assert.deepEqual(iidsOf(await issues.findInDescriptions(key, ['cafe', 'grosse'])), []);
    assert.deepEqual(iidsOf(await issues.findInDescriptions(key, ['cafe', 'große'])), [2]);
    assert.deepEqual(mirror.requests(), []);
  });

  it('finds no description of an issue that is no longer held, or in an unknown project', async () => {
    const { key, issues, iidsOf } = await start(3, () => 'same');
    mirror.gitlab.world.updateIssue(101, 2, { state: 'closed' });
    await mirror.synchronizer.refresh();
    assert.deepEqual(iidsOf(await issues.findInDescriptions(key, ['same'])).sort(), [1, 3]);
    assert.deepEqual(await issues.findInDescriptions('another', ['same']), new Set());
    assert.equal(await issues.description('another', 1), undefined);
  });

  it('stops reading and reports it when the search was canceled', async () => {
    const { key, issues } = await start(40, () => 'long '.repeat(40_000));
    await issues.findInDescriptions(key, ['x']);
    const before = mirror.files.reads;
    await issues.findInDescriptions(key, ['long']);
    const whole = mirror.files.reads - before;
    const abort = new AbortController();
    const asked = issues.findInDescriptions(key, ['long'], abort.signal);
    const queued = issues.findInDescriptions(key, ['long'], abort.signal);
    const from = mirror.files.reads;
    abort.abort();
    await assert.rejects(asked, (error) => GitLabError.is(error, 'canceled'));
    await assert.rejects(queued, (error) => GitLabError.is(error, 'canceled'));
    assert.ok(whole > 5, `${whole}`);
    assert.ok(mirror.files.reads - from < whole / 2, `${mirror.files.reads - from} of ${whole}`);
    assert.equal((await issues.findInDescriptions(key, ['long'])).size, 40);
  });

  it('reports that a removed project is no longer open, and asks only signed-out users to sign in', async () => {
    const { key, issues } = await start(1, () => '');
    const [issue] = mirror.store.issues(key);
    assert.ok(issue);
    const [remote] = mirror.remotes.value;
    assert.ok(remote);
    const everyAct = [
      () => issues.projectAccess(key, issue),
      () =>
        new Promise(() => {
          issues.command(key, issue, { kind: 'delete' });
        }),
    ];
    const expect = async (detail: string, sentence: RegExp) => {
      for (const act of everyAct)
        await assert.rejects(act, (error) => {
          assert.ok(GitLabError.is(error, 'invalid') && error.facts.detail === detail, String(error));
          assert.match(error.message, sentence);
          return true;
        });
    };
    mirror.remotes.value = [{ ...remote, url: `${mirror.gitlab.url}/some/other.git` }];
    await expect('notInWindow', /^This project is no longer open in this window/);
    mirror.remotes.value = [];
    await expect('notInWindow', /^This project is no longer open in this window/);
    assert.equal(mirror.synchronizer.mayBeSignedIn(mirror.accounts.value?.[0]?.key ?? ''), true);
    const [account] = mirror.accounts.value ?? [];
    mirror.remotes.value = [remote];
    mirror.accounts.value = [];
    await expect('notSignedIn', /^You aren't signed in to 127\.0\.0\.1:\d+\. Sign in and try again\./);
    assert.equal(mirror.synchronizer.mayBeSignedIn(account?.key ?? ''), false);
    mirror.accounts.value = undefined;
    assert.equal(mirror.synchronizer.mayBeSignedIn(account?.key ?? ''), true);
  });
});
