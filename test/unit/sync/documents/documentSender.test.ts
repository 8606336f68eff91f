import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { IssueCommand } from '../../../../src/model/issueCommand.ts';
import { DocumentSender } from '../../../../src/sync/documents/documentSender.ts';
import { IssueDocuments } from '../../../../src/sync/documents/issueDocuments.ts';
import type { CommandSender, LookOutcome, SendOutcome } from '../../../../src/sync/writes/commandSender.ts';
import { ManualClock } from '../../manualClock.ts';
import { issue } from '../issues.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const account = 'https://gitlab.example.com|personal|1';
const project = { id: 101, path: 'group/project', webUrl: 'https://gitlab.example.com/group/project' };
const subject = { account, project: { id: project.id, path: project.path }, template: '' };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const timeout = new GitLabError('timeout', { host: 'gitlab.example.com' });
const done: SendOutcome = { how: 'done', issue: issue(12), changed: true, messages: [] };

function commandFor(title: string): IssueCommand {
  return { id: crypto.randomUUID(), account, project, act: { kind: 'create', draft: { title } }, createdAt: 0 };
}

describe('DocumentSender', () => {
  const start = async () => {
    const files = new MemoryFiles();
    const place = await new IssueDocuments(files, new ManualClock(), log).create('new-1.md', subject, 'x');
    let outcome: SendOutcome = done;
    let found: LookOutcome = { how: 'notDone' };
    const looked: unknown[] = [];
    const sender: Pick<CommandSender, 'send' | 'look'> = {
      send: async (_, options) => {
        await options?.beforeRequest?.({ newest: 7 });
        return outcome;
      },
      look: (command, mark) => {
        looked.push([command.act, mark]);
        return Promise.resolve(found);
      },
    };
    return {
      files,
      place,
      looked,
      /** Another window, or this one after a reload. */
      open: () => new DocumentSender(new IssueDocuments(files, new ManualClock(), log), sender),
      answer: (next: { send?: SendOutcome; look?: LookOutcome }) => {
        outcome = next.send ?? outcome;
        found = next.look ?? found;
      },
    };
  };

  it('finds the issue that was created from a document, also in another window', async () => {
    const { place, open } = await start();
    const first = open();
    assert.equal(await first.before(place, commandFor('One')), undefined);
    assert.equal((await first.send(place, commandFor('One'))).iid, 12);
    for (const sender of [first, open()])
      assert.deepEqual(await sender.before(place, commandFor('Two')), {
        how: 'created',
        iid: 12,
        webUrl: issue(12).webUrl,
      });
  });

  it('looks for what it sent without a response, and not for what the document is now', async () => {
    const { place, open, answer, looked } = await start();
    answer({ send: { how: 'unknown', error: timeout }, look: { how: 'done', issue: issue(12) } });
    await assert.rejects(open().send(place, commandFor('Tpyo')), timeout);
    const before = await open().before(place, commandFor('Typo'));
    assert.deepEqual(looked, [[{ kind: 'create', draft: { title: 'Tpyo' } }, { newest: 7 }]]);
    assert.equal(before?.how, 'created');
    // From now on, this is known.
    assert.equal((await open().before(place, commandFor('Tpyo')))?.how, 'created');
    assert.equal(looked.length, 1);
  });

  it('uses the issue that it finds if the document is the same', async () => {
    const { place, open, answer } = await start();
    answer({ send: { how: 'unknown', error: timeout }, look: { how: 'done', issue: issue(12) } });
    await assert.rejects(open().send(place, commandFor('One')));
    assert.deepEqual(await open().before(place, commandFor('One')), { how: 'same', issue: issue(12) });
  });

  it('is unsure if GitLab does not show it, and rejects if GitLab cannot be reached', async () => {
    const { place, open, answer } = await start();
    answer({ send: { how: 'unknown', error: timeout }, look: { how: 'several', candidates: [] } });
    await assert.rejects(open().send(place, commandFor('One')));
    assert.deepEqual(await open().before(place, commandFor('One')), { how: 'unconfirmed' });
    answer({ look: { how: 'unsure', error: new GitLabError('timeout', { outcome: 'unconfirmed' }) } });
    assert.deepEqual(await open().before(place, commandFor('One')), { how: 'unconfirmed' });
    answer({ look: { how: 'unsure', error: timeout } });
    await assert.rejects(open().before(place, commandFor('One')), timeout);
    answer({ look: { how: 'notDone' } });
    assert.equal(await open().before(place, commandFor('One')), undefined);
  });

  it('forgets what GitLab rejected, but not what it created before', async () => {
    const { place, open, answer, looked } = await start();
    const refused: SendOutcome = { how: 'refused', error: new GitLabError('forbidden', {}) };
    answer({ send: refused });
    await assert.rejects(open().send(place, commandFor('One')));
    assert.equal(await open().before(place, commandFor('One')), undefined);
    assert.deepEqual(looked, []);
    answer({ send: done });
    await open().send(place, commandFor('One'));
    answer({ send: refused });
    await assert.rejects(open().send(place, commandFor('Two')));
    assert.equal((await open().before(place, commandFor('Two')))?.how, 'created');
  });

  it('still finds it in this window if the disk is full', async () => {
    const { files, place, open } = await start();
    files.unwritable = 'ENOSPC';
    const sender = open();
    await sender.send(place, commandFor('One'));
    assert.equal((await sender.before(place, commandFor('Two')))?.how, 'created');
  });
});
