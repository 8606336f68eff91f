import assert from 'node:assert/strict';
import type { PageAct, SendOutcome } from '../../../../src/model/page/pageMessages.ts';
import { isDraftTombstone } from '../../../../src/model/page/draftTombstone.ts';
import { Drafts } from '../../../../src/sync/page/drafts.ts';
import { type ComposerResult, ComposerDrafts } from '../../../../src/sync/page/composerDrafts.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const place = { account: 'https://gitlab.example.com|personal|1', projectId: 7, iid: 12 };
const comment: PageAct = { kind: 'comment', body: 'Hello', internal: false, thread: false };
const placeholder = '![Uploading a.png…](uploading-7)';

describe('ComposerDrafts', () => {
  let drafts: Drafts;
  let boxes: ComposerDrafts;
  let heard: ComposerResult[];
  let files: MemoryFiles;
  let clock: ManualClock;
  const open = () => new Drafts(files, clock, new LogLines());
  /** Returns the texts that are restored after VS Code was closed. */
  const onDisk = async () => {
    await drafts.flushAll();
    const read = Object.entries(await open().read(place)).filter(([, draft]) => !isDraftTombstone(draft));
    return Object.fromEntries(read.map(([box, { text }]) => [box, text]));
  };

  beforeEach(async () => {
    clock = new ManualClock();
    files = new MemoryFiles(() => clock.now());
    drafts = open();
    boxes = new ComposerDrafts(place, drafts);
    heard = [];
    boxes.onDidEnd((result) => heard.push(result));
    await boxes.load();
  });

  it('B13: report what is being sent, and the result to a page that was hidden during the request', async () => {
    boxes.keep('comment', { text: 'Hello' });
    const { promise, resolve } = Promise.withResolvers<SendOutcome>();
    const sent = boxes.sendDraft('comment', { ticket: 3, act: comment }, () => promise);
    assert.deepEqual([boxes.sending, boxes.isBusy], [{ comment: { ticket: 3, act: comment } }, true]);
    resolve({ how: 'done' });
    await sent;
    assert.deepEqual([boxes.sending, boxes.isBusy, await onDisk()], [{}, false, {}]);
    assert.deepEqual(boxes.results, [{ type: 'sent', ticket: 3, outcome: { how: 'done' } }]);
    assert.deepEqual(heard, boxes.results);
  });

  it('B13: mark a text on disk before it is sent, until the result is known', async () => {
    boxes.keep('comment', { text: 'Hello' });
    const marks: (boolean | undefined)[] = [];
    const mark = async () => marks.push((await open().read(place))['comment']?.mayBeSent);
    const send = (outcome: SendOutcome) =>
      boxes.sendDraft('comment', { ticket: 3, act: comment }, async () => {
        await mark();
        return outcome;
      });
    await send({ how: 'unknown', message: 'Nobody answered.' });
    boxes.keep('comment', { text: 'Hello!', typedAt: 2 });
    await drafts.flushAll();
    await mark();
    await send({ how: 'failed', message: 'No.' });
    await drafts.flushAll();
    await mark();
    assert.deepEqual(marks, [true, true, true, false]);
  });

  it('B13: accept newer text from another window, and do not replace it with older text', async () => {
    const other = new ComposerDrafts(place, open());
    boxes.keep('comment', { text: 'abc', typedAt: 100 });
    await drafts.flushAll();
    await other.load();
    other.keep('comment', { text: 'abc def', typedAt: 200 });
    await clock.advance(1000);
    // After the user switches tabs, the page sends the state that it saved.
    boxes.keep('comment', { text: 'abc', typedAt: 100 });
    assert.deepEqual(await onDisk(), { comment: 'abc def' });
    await boxes.load();
    assert.equal(boxes.drafts['comment']?.text, 'abc def');
    other.keep('comment', undefined);
    await clock.advance(1000);
    await boxes.load();
    assert.equal(boxes.drafts['comment'].text, '');
  });

  it('S2: give what the user types a later time than what it replaces, even if the clock was set back', async () => {
    const typedAt = clock.now();
    boxes.keep('comment', { text: 'Old', typedAt });
    await drafts.flushAll();
    clock.jump(-24 * 3_600_000);
    const next = new ComposerDrafts(place, open());
    await next.load();
    next.keep('comment', { text: 'New', typedAt: clock.now() });
    // The page gets this time with its first state.
    assert.equal(next.drafts['comment']?.typedAt, typedAt + 1);
  });

  it('save nothing after the drafts of the account were discarded', async () => {
    boxes.keep('comment', { text: `secret ${placeholder}` });
    const { promise, resolve } = Promise.withResolvers<{ message: string }>();
    const uploaded = boxes.upload({ ticket: 7, placeholder, fileName: 'a.png' }, promise);
    await drafts.discard(place.account);
    resolve({ message: 'No.' });
    await uploaded;
    await drafts.flushAll();
    assert.equal(files.files.size, 0);
  });

  it('B13: keep the text of a failed request, and what was typed since', async () => {
    boxes.keep('comment', { text: 'Hello' });
    await boxes.sendDraft('comment', { ticket: 3, act: comment }, () =>
      Promise.resolve({ how: 'failed', message: 'No.' }),
    );
    assert.deepEqual(await onDisk(), { comment: 'Hello' });
    boxes.keep('comment', { text: 'Hello, and more' });
    await boxes.sendDraft('comment', { ticket: 4, act: comment }, () => Promise.resolve({ how: 'done' }));
    assert.deepEqual(await onDisk(), { comment: 'Hello, and more' });
    assert.deepEqual(
      boxes.results.map(({ ticket }) => ticket),
      [4],
    );
  });

  it('B13: insert the Markdown of a file at its placeholder, even if the page was closed before the upload ended', async () => {
    boxes.keep('comment', { text: `Look: ${placeholder}!`, internal: true, typedAt: 100 });
    const { promise, resolve } = Promise.withResolvers<{ markdown: string }>();
    const uploaded = boxes.upload({ ticket: 7, placeholder, fileName: 'a.png' }, promise);
    assert.deepEqual([boxes.uploading, boxes.isBusy], [[7], true]);
    boxes.keep('title', { text: 'A title', base: 'Old' });
    resolve({ markdown: '![a](/uploads/$&/a.png)' });
    await uploaded;
    assert.deepEqual(await onDisk(), { comment: 'Look: ![a](/uploads/$&/a.png)!', title: 'A title' });
    // This is newer than the state that the hidden page saved.
    assert.equal((await open().read(place))['comment']?.typedAt, 101);
    boxes.keep('comment', { text: `Look: ${placeholder}! Please.`, internal: true, typedAt: 200 });
    assert.equal((await onDisk())['comment'], 'Look: ![a](/uploads/$&/a.png)! Please.');
    const result = { type: 'uploaded', ticket: 7, fileName: 'a.png', markdown: '![a](/uploads/$&/a.png)' };
    assert.deepEqual([boxes.uploading, boxes.results], [[], [result]]);
  });

  it('remove the placeholder of a file that could not be uploaded', async () => {
    boxes.keep('comment', { text: `Look: ${placeholder}` });
    await boxes.upload({ ticket: 7, placeholder, fileName: 'a.png' }, Promise.resolve({ message: 'Too large.' }));
    assert.deepEqual(await onDisk(), { comment: 'Look: ' });
    assert.equal((boxes.results[0] as ComposerResult & { type: 'uploaded' }).message, 'Too large.');
  });
});
