import assert from 'node:assert/strict';
import type { IssueUser } from '../../../src/model/issue.ts';
import type { Note } from '../../../src/model/issueDetails.ts';
import { newsOf } from '../../../src/webview/newsOf.ts';
import { richState } from '../../webview/richIssue.ts';

const person: IssueUser = { id: 1, username: 'mira', name: 'Mira Lindqvist' };
const bot: IssueUser = { id: 9, username: 'project_7_bot', name: 'Bot' };
const other: IssueUser = { id: 2, username: 'jonas', name: 'Jonas Weber' };

const before = { ...richState, me: person, writer: bot.id, discussions: [], hasMoreDiscussions: false };

function withComments(...authors: readonly IssueUser[]) {
  const notes = authors.map((author, at): Note => ({
    id: at + 1,
    author,
    body: 'Words',
    createdAt: 1,
    updatedAt: 1,
    isSystem: false,
    isInternal: false,
    isResolvable: false,
  }));
  return { ...before, discussions: [{ id: 'a1b2c3', isThread: true, notes }] };
}

describe('newsOf', () => {
  it('reports what others wrote', () => {
    assert.equal(newsOf(before, withComments(other)), 'New comment by Jonas Weber');
    assert.equal(newsOf(before, withComments(other, other)), '2 new comments');
  });

  it('C11: isolates a name from the words around it', () => {
    const named = { ...other, name: 'דנה\u202e' };
    assert.equal(newsOf(before, withComments(named)), 'New comment by \u2068דנה\u2069');
  });

  it('does not report what the user wrote, here with a bot token or in the browser', () => {
    assert.equal(newsOf(before, withComments(bot)), undefined);
    assert.equal(newsOf(before, withComments(person)), undefined);
    assert.equal(newsOf(before, withComments(bot, person, other)), 'New comment by Jonas Weber');
  });
});
