import assert from 'node:assert/strict';
import { PageDeaths } from '../../../../src/sync/page/pageDeaths.ts';
import { PageLife } from '../../../../src/sync/page/pageLife.ts';
import { ManualClock } from '../../manualClock.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const place = { account: 'https://gitlab.example.com#7', projectId: 7, iid: 12 };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe('The life of an issue page', () => {
  let clock: ManualClock;
  let files: MemoryFiles;
  let life: PageLife;
  /** The questions that the window sent to the page. */
  let asked: number[];
  let died: number;
  /** Resolves when the window is awake and connected. */
  let connected: Promise<void>;

  beforeEach(() => {
    clock = new ManualClock();
    files = new MemoryFiles(() => clock.now());
    asked = [];
    died = 0;
    connected = Promise.resolve();
    const deaths = new PageDeaths(files, log);
    const ask = async (ticket: number) => {
      await connected;
      asked.push(ticket);
    };
    life = new PageLife({ place, deaths, clock, ask, onDidDie: () => (died += 1) });
    life.begin();
  });

  const answer = () => {
    life.answer(asked.at(-1));
  };
  /** Whether a new window would count a death of the page. */
  const isAtRisk = () => files.files.size > 0;

  it('S1: ends if the page has not started in ten seconds', async () => {
    await clock.advance(9_999);
    assert.equal(died, 0);
    await clock.advance(1);
    assert.equal(died, 1);
    await clock.advance(3_600_000);
    assert.equal(died, 1);
    assert.equal(clock.waiting, 0);
    assert.deepEqual(JSON.parse(files.text('.json')), { deaths: 1 });
  });

  it('S1: is at risk until the page has drawn all texts, and again when they change', async () => {
    life.answer();
    life.draw(['A description', undefined], false);
    await clock.advance(0);
    assert.ok(isAtRisk());
    const discussions: unknown[] = [];
    life.draw(['A description', discussions], true);
    // The response to an earlier question.
    life.answer(asked.at(-1)! - 1);
    await clock.advance(0);
    assert.ok(isAtRisk());
    answer();
    await clock.advance(0);
    assert.ok(!isAtRisk());
    const before = asked.length;
    life.draw(['A description', discussions], true);
    await clock.advance(0);
    assert.deepEqual([isAtRisk(), asked.length], [false, before]);
    life.draw(['A description', [...discussions]], true);
    await clock.advance(0);
    assert.deepEqual([isAtRisk(), asked.length], [true, before + 1]);
    await clock.advance(10_000);
    assert.equal(died, 1);
  });

  it('S1: ends if the page stops responding later, and costs one question in thirty seconds', async () => {
    life.answer();
    life.draw(['A description', []], true);
    await clock.advance(0);
    const before = asked.length;
    for (let minute = 0; minute < 10; minute++) {
      answer();
      await clock.advance(30_000);
      answer();
      await clock.advance(30_000);
    }
    assert.equal(asked.length - before, 20);
    assert.equal(died, 0);
    await clock.advance(10_000);
    assert.equal(died, 1);
  });

  it('S1: continues if the page is slow but responds', async () => {
    for (let time = 0; time < 20; time++) {
      await clock.advance(6_000);
      life.answer(Math.max(1, asked.at(-1)! - 1));
    }
    assert.equal(died, 0);
  });

  it('S1: continues while the page is hidden or the window has no focus', async () => {
    for (const [isVisible, isFocused] of [
      [false, true],
      [true, false],
    ] as const) {
      life.see(isVisible, isFocused);
      await clock.advance(0);
      // A hidden page doesn't get new texts.
      life.draw([String(isVisible)], true);
      await clock.advance(0);
      assert.equal(isAtRisk(), isVisible);
      const before = asked.length;
      await clock.advance(3_600_000);
      assert.equal(asked.length, before);
      life.see(true, true);
      await clock.advance(9_999);
      assert.ok(isAtRisk());
      assert.equal(died, 0);
    }
    await clock.advance(1);
    assert.equal(died, 1);
  });

  it('S1: continues while the computer sleeps or the window is disconnected', async () => {
    life.answer();
    let wake: () => void = () => undefined;
    connected = new Promise((resolve) => {
      wake = resolve;
    });
    await clock.advance(3_600_000);
    assert.equal(died, 0);
    wake();
    await clock.advance(9_999);
    assert.equal(died, 0);
    answer();
    await clock.advance(20_000);
    assert.equal(died, 0);
  });

  it('S1: leaves no mark and no timer when the page is closed', async () => {
    await clock.advance(1_000);
    life.dispose();
    await clock.advance(3_600_000);
    assert.deepEqual([isAtRisk(), clock.waiting, died], [false, 0, 0]);
  });
});
