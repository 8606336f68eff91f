import assert from 'node:assert/strict';
import type { PageAct, SendOutcome } from '../../../src/model/page/pageMessages.ts';
import { Drafts } from '../../../src/sync/drafts.ts';
import { type BoxResult, IssueBoxes } from '../../../src/sync/issueBoxes.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { MemoryFiles } from './memoryFiles.ts';

const place = { account: 'https://gitlab.example.com|personal|1', projectId: 7, iid: 12 };
const comment: PageAct = { kind: 'comment', body: 'Hello', internal: false, thread: false };
const placeholder = '![Uploading a.png …](uploading-7)';

describe('IssueBoxes', () => {
  let drafts: Drafts;
  let boxes: IssueBoxes;
  let heard: BoxResult[];
  const onDisk = async () => {
    await drafts.flushAll();
    return drafts.read(place);
  };

  beforeEach(async () => {
    const clock = new ManualClock();
    drafts = new Drafts(new MemoryFiles(() => clock.now()), clock, new LogLines());
    boxes = new IssueBoxes(place, drafts);
    heard = [];
    boxes.onDidEnd((result) => heard.push(result));
    await boxes.load();
  });

  it('B13: know what is being sent, and what became of it for a page that was hidden meanwhile', async () => {
    boxes.keep('comment', { text: 'Hello' });
    const { promise, resolve } = Promise.withResolvers<SendOutcome>();
    const sent = boxes.send('comment', 3, comment, promise);
    assert.deepEqual([boxes.sending, boxes.isBusy], [{ comment: 3 }, true]);
    resolve({ how: 'done' });
    await sent;
    assert.deepEqual([boxes.sending, boxes.isBusy, await onDisk()], [{}, false, {}]);
    assert.deepEqual(boxes.results, [{ type: 'sent', ticket: 3, outcome: { how: 'done' } }]);
    assert.deepEqual(heard, boxes.results);
  });

  it('B13: keep the text of what was not sent, and what was typed since', async () => {
    boxes.keep('comment', { text: 'Hello' });
    await boxes.send('comment', 3, comment, Promise.resolve({ how: 'failed', message: 'No.' }));
    assert.deepEqual(await onDisk(), { comment: { text: 'Hello' } });
    boxes.keep('comment', { text: 'Hello, and more' });
    await boxes.send('comment', 4, comment, Promise.resolve({ how: 'done' }));
    assert.deepEqual(await onDisk(), { comment: { text: 'Hello, and more' } });
    assert.deepEqual(
      boxes.results.map(({ ticket }) => ticket),
      [4],
    );
  });

  it('B13: put the Markdown of a file where its placeholder is, though the page was closed before it was uploaded', async () => {
    boxes.keep('comment', { text: `Look: ${placeholder}!`, internal: true });
    const { promise, resolve } = Promise.withResolvers<{ markdown: string }>();
    const uploaded = boxes.upload({ ticket: 7, placeholder, fileName: 'a.png' }, promise);
    assert.deepEqual([boxes.uploading, boxes.isBusy], [[7], true]);
    boxes.keep('title', { text: 'A title', base: 'Old' });
    resolve({ markdown: '![a](/uploads/$&/a.png)' });
    await uploaded;
    assert.deepEqual(await onDisk(), {
      comment: { text: 'Look: ![a](/uploads/$&/a.png)!', internal: true },
      title: { text: 'A title', base: 'Old' },
    });
    boxes.keep('comment', { text: `Look: ${placeholder}! Please.`, internal: true });
    assert.equal((await onDisk())['comment']?.text, 'Look: ![a](/uploads/$&/a.png)! Please.');
    const result = { type: 'uploaded', ticket: 7, fileName: 'a.png', markdown: '![a](/uploads/$&/a.png)' };
    assert.deepEqual([boxes.uploading, boxes.results], [[], [result]]);
  });

  it('leave no placeholder of a file that could not be uploaded', async () => {
    boxes.keep('comment', { text: `Look: ${placeholder}` });
    await boxes.upload({ ticket: 7, placeholder, fileName: 'a.png' }, Promise.resolve({ message: 'Too large.' }));
    assert.deepEqual(await onDisk(), { comment: { text: 'Look: ' } });
    assert.equal((boxes.results[0] as BoxResult & { type: 'uploaded' }).message, 'Too large.');
  });
});
