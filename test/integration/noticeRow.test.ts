import assert from 'node:assert/strict';
import { commands } from '../../src/manifest.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { type NoticeFacts, noticeRow } from '../../src/views/tree/noticeRow.ts';
import type { Notice } from '../../src/views/tree/treeNode.ts';
import { shopTracker } from './shopTracker.ts';

describe('a row instead of issues', () => {
  const tracker: TrackerState = { ...shopTracker, folder: 'file:///shop' };
  const facts: NoticeFacts = { tracker, alone: false, problems: [], isOwn: false, error: undefined, hidden: 5 };
  const rowOf = (notice: Notice, changed: Partial<NoticeFacts> = {}, query?: string) => {
    const node = { kind: 'notice', tracker: 'shop', notice, ...(query === undefined ? {} : { query }) } as const;
    const { label, command } = noticeRow(node, { ...facts, ...changed });
    return [label, command?.command];
  };
  const without = (name: keyof TrackerState) =>
    Object.fromEntries(Object.entries(tracker).filter(([key]) => key !== name)) as unknown as TrackerState;
  const failed = (reason: 'auth' | 'offline' | 'forbidden', alone = false) => {
    const error = new GitLabError(reason, { host: 'gitlab.example.com' });
    return rowOf('failed', { alone, tracker: { ...tracker, error } });
  };

  it('runs a command that helps, and names it', () => {
    assert.deepEqual(rowOf('empty'), ['No open issues. Create one…', commands.createIssue]);
    assert.deepEqual(rowOf('noMatch'), ['No issues match the filter. Clear it…', commands.clearFilter]);
    assert.deepEqual(rowOf('none', { isOwn: true }, 'own bugs'), ['No issues. Edit the query…', commands.editQuery]);
    const turnedOff = 'Issues are turned off in this project.';
    assert.deepEqual(rowOf('issuesOff'), [`${turnedOff} Select another issue source…`, commands.chooseTracker]);
    const elsewhere = without('folder');
    const added = { ...elsewhere, chosen: { value: 'a/shop', byWorkspace: false } };
    assert.deepEqual(rowOf('issuesOff', { tracker: elsewhere }), [turnedOff, undefined]);
    assert.deepEqual(rowOf('issuesOff', { tracker: added }), [
      `${turnedOff} Remove it from the view…`,
      commands.removeProject,
    ]);
    assert.equal(rowOf('cut', {}, 'closed')[1], commands.filter);
    assert.equal(rowOf('unknownMe', {}, 'assigned')[1], commands.manageAccounts);
    assert.equal(rowOf('wrong', { isOwn: true }, 'own bugs')[1], commands.editQuery);
    assert.equal(rowOf('noAccount', { tracker: without('account') })[1], commands.signIn);
  });

  it('signs in after an error that only another token solves, and tries again after others', () => {
    assert.equal(failed('auth')[1], commands.signIn);
    assert.deepEqual(failed('auth', true), ['Sign In', commands.signIn]);
    assert.deepEqual(failed('offline', true), ['Try Again', commands.refresh]);
    assert.equal(failed('forbidden')[1], commands.refresh);
  });

  it('offers nothing that the token does not allow', () => {
    const account = { ...tracker.account!, scopes: ['read_api'] };
    assert.deepEqual(rowOf('empty', { tracker: { ...tracker, account } }), ['No open issues.', undefined]);
  });
});
