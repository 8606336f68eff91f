import assert from 'node:assert/strict';
import { DebouncedRequest } from '../../../../src/model/time/debouncedRequest.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { ManualClock } from '../../manualClock.ts';

describe('A request for text that the user types', () => {
  let clock: ManualClock;
  let request: DebouncedRequest;
  let isBusy: boolean;
  let asked: { readonly text: string; readonly signal: AbortSignal; readonly answer: (text: string | Error) => void }[];
  let shown: string[];
  beforeEach(() => {
    clock = new ManualClock();
    isBusy = false;
    asked = [];
    shown = [];
    request = new DebouncedRequest(clock, (busy) => (isBusy = busy));
  });

  const send = (text: string, delay?: number) => {
    request.send(
      {
        ask: (signal) =>
          new Promise<string>((resolve, reject) => {
            const answer = (given: string | Error) => {
              if (typeof given === 'string') resolve(given);
              else reject(given);
            };
            asked.push({ text, signal, answer });
          }),
        show: (answer) => shown.push(answer),
        fail: (error) => shown.push(error.reason),
      },
      delay,
    );
  };
  const type = async (text: string) => {
    for (let length = 1; length <= text.length; length++) {
      send(text.slice(0, length));
      await clock.advance(100);
    }
  };

  it('is sent once, after the last of five keys', async () => {
    await type('aiko.');
    assert.equal(asked.length, 0);
    await clock.advance(1_000);
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['aiko.'],
    );
    assert.equal(isBusy, true);
    asked[0]?.answer('Aiko');
    await clock.advance(0);
    assert.deepEqual(shown, ['Aiko']);
    assert.equal(isBusy, false);
  });

  it('is canceled by a newer one, and its late response is dropped', async () => {
    send('ai', 0);
    await clock.advance(0);
    send('aiko');
    assert.equal(asked[0]?.signal.aborted, true);
    await clock.advance(1_000);
    asked[1]?.answer('Aiko');
    await clock.advance(0);
    asked[0].answer('Aileen');
    await clock.advance(0);
    assert.deepEqual(shown, ['Aiko']);
  });

  it('reports a failure, but not of a canceled request', async () => {
    send('ai', 0);
    await clock.advance(0);
    asked[0]?.answer(new GitLabError('offline'));
    await clock.advance(0);
    assert.deepEqual([shown, isBusy], [['offline'], false]);
    send('aiko', 0);
    await clock.advance(0);
    request.cancel();
    assert.equal(isBusy, false);
    asked[1]?.answer(new GitLabError('offline'));
    await clock.advance(0);
    assert.deepEqual(shown, ['offline']);
  });

  it('is not sent after the list has closed', async () => {
    send('ai');
    request.dispose();
    await clock.advance(1_000);
    assert.equal(asked.length + clock.waiting, 0);
  });
});
