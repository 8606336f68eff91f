import assert from 'node:assert/strict';
import { isDraftTombstone } from '../../../../src/model/page/draftTombstone.ts';
import type { PageAct, SendOutcome } from '../../../../src/model/page/pageMessages.ts';
import { ComposerDrafts } from '../../../../src/sync/page/composerDrafts.ts';
import { Drafts } from '../../../../src/sync/page/drafts.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { WindowFiles } from '../windowFiles.ts';

const place = { account: 'https://gitlab.example.com|personal|1', projectId: 7, iid: 12 };
const text = 'A long comment';
const act: PageAct = { kind: 'comment', body: text, internal: false, thread: false };
const outcomes: readonly SendOutcome[] = [
  { how: 'done' },
  { how: 'failed', message: 'No.' },
  { how: 'unknown', message: 'No response.' },
];

describe('A window that is killed while it sends a comment', () => {
  for (const outcome of [...outcomes, undefined])
    it(`B13, D05: loses no text and doesn’t send it twice, with ${outcome ? `the outcome ${outcome.how}` : 'no response'}`, async () => {
      let kills = 0;
      for (const writes of [0, 1, 2, 3])
        for (const part of [0, 0.5, 1]) {
          const clock = new ManualClock();
          const files = new MemoryFiles(() => clock.now());
          const disk = new WindowFiles(files);
          const boxes = new ComposerDrafts(place, new Drafts(disk, clock, new LogLines()));
          await boxes.load();
          boxes.keep('comment', { text });
          await clock.advance(1000);
          disk.killAfter(writes, part);

          const server: string[] = [];
          const never = new Promise<SendOutcome>(() => undefined);
          void boxes.sendDraft('comment', { ticket: 1, act }, () => {
            if (disk.isKilled) return never;
            if (outcome?.how !== 'failed') server.push(text);
            return outcome ? Promise.resolve(outcome) : never;
          });
          for (let turn = 0; turn < 20; turn++) await clock.advance(100);
          if (disk.isKilled) kills += 1;

          const next = new ComposerDrafts(place, new Drafts(files, clock, new LogLines()));
          await next.load();
          const { comment } = next.drafts;
          const what = `killed after ${writes} writes and ${part} of another: ${JSON.stringify(comment)}`;
          const isKept = comment !== undefined && !isDraftTombstone(comment);
          if (server.length === 0) assert.equal(comment?.text, text, what);
          else assert.ok(!isKept || comment.mayBeSent === true, what);
        }
      assert.ok(kills >= 3, `${kills} kills`);
    });
});
