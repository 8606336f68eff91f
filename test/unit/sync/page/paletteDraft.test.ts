import assert from 'node:assert/strict';
import { Drafts } from '../../../../src/sync/page/drafts.ts';
import { readPaletteDraft } from '../../../../src/sync/page/paletteDraft.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';
import { issue } from '../issues.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const comment = { command: 'gitlabIssues.issue.comment', account: 'https://gitlab.example.com|personal|1' };
const title = { ...comment, command: 'gitlabIssues.issue.editTitle' };

describe('The draft of a command', () => {
  let clock: ManualClock;
  let files: MemoryFiles;
  /** Opens a window, and reads the draft of a command in it. */
  const openIn = (box: typeof comment, ...ids: number[]) =>
    readPaletteDraft(
      new Drafts(files, clock, new LogLines()),
      box,
      ids.map((id) => issue(id)),
    );

  beforeEach(() => {
    clock = new ManualClock();
    files = new MemoryFiles(() => clock.now());
  });

  it('survives a reload, for the same command and the same issues', async () => {
    const draft = await openIn(comment, 1);
    assert.equal(draft?.text, undefined);
    draft?.keep('Half a sen');
    draft?.keep('Half a sentence');
    await clock.advance(300);
    assert.equal((await openIn(comment, 1))?.text, 'Half a sentence');
    assert.equal((await openIn(comment, 1, 2))?.text, undefined);
    assert.equal((await openIn(comment, 2))?.text, undefined);
    assert.equal((await openIn(title, 1))?.text, undefined);
  });

  it('of several issues survives a reload, too', async () => {
    (await openIn(comment, 1, 2))?.keep('To both');
    await clock.advance(300);
    assert.equal((await openIn(comment, 1, 2))?.text, 'To both');
    assert.equal((await openIn(comment, 1))?.text, undefined);
  });

  it('is removed when the text was sent, or has only spaces', async () => {
    const draft = await openIn(comment, 1);
    for (const last of ['', ' ']) {
      draft?.keep('Sent');
      await clock.advance(300);
      draft?.keep(last);
      await clock.advance(300);
      assert.equal((await openIn(comment, 1))?.text, undefined);
    }
  });
});
