import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runs } from '../testRuns.ts';
import { MirrorHarness } from './mirrorHarness.ts';
import { OpenedIssue } from './page/openedIssue.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Waits until unused objects are collected, and returns the size of the heap in bytes. */
async function heap(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

describe('Memory and timers', () => {
  /** Repeats an action. Checks that it leaves no timer, and fewer bytes than a tenth of the issues. */
  const repeat = async (mirror: MirrorHarness, times: number, act: () => Promise<void>) => {
    const once = async () => {
      await act();
      mirror.requests();
      mirror.log.lines.length = 0;
    };
    for (let warmUp = 0; warmUp < 20; warmUp++) await once();
    const [timers, before] = [mirror.clock.waiting, await heap()];
    for (let time = 0; time < times; time++) await once();
    assert.equal(mirror.clock.waiting, timers);
    const growth = ((await heap()) - before) / times;
    assert.ok(growth < 10_000, `${growth} bytes each time`);
  };

  it('don’t grow with refreshes', async () => {
    const mirror = await MirrorHarness.start({ projects: 1, issues: 200 });
    await mirror.fill();
    await repeat(mirror, runs(60, 500), async () => {
      await mirror.synchronizer.refresh();
    });
    await mirror.close();
  });

  it('don’t grow with sign-ins and sign-outs', async () => {
    const mirror = await MirrorHarness.start({ projects: 1, issues: 200 });
    await mirror.fill();
    const account = mirror.account(mirror.gitlab.tokens.personal);
    await repeat(mirror, runs(20, 100), async () => {
      mirror.accounts.value = [];
      await mirror.pass(0);
      assert.deepEqual(mirror.held, []);
      mirror.accounts.value = [account];
      await mirror.pass(0);
      await mirror.pass(0);
    });
    assert.deepEqual(mirror.held, mirror.onServer);
    await mirror.close();
  });

  it('don’t keep closed pages', async () => {
    const page = await OpenedIssue.start();
    const pages: WeakRef<object>[] = [];
    for (let time = 0; time < runs(20, 100); time++) {
      const opened = page.anew(page);
      await opened.read();
      opened.onDidChange(() => undefined);
      assert.equal(opened.state.details?.issue.title, 'One');
      opened.dispose();
      pages.push(new WeakRef(opened));
      page.taken.length = 0;
    }
    await heap();
    const kept = pages.filter((each) => each.deref() !== undefined).length;
    assert.ok(kept <= 1, `${kept} pages`);
    await page.close();
  });
});
