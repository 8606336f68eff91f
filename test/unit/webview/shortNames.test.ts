import assert from 'node:assert/strict';
import { shortNames } from '../../../src/webview/shortNames.ts';
import { richState } from '../../webview/richIssue.ts';

const { issue } = richState;
const long = 'n'.repeat(10_000);

describe('Names on the issue page', () => {
  it('S1: are cut if they are too long, between characters', () => {
    const title = `${'n'.repeat(999)}😀${long}`;
    const short = shortNames({ ...richState, issue: { ...issue, title, labels: ['bug', long] } });
    assert.equal(short.issue.title, `${'n'.repeat(999)}…`);
    assert.deepEqual(short.issue.labels, ['bug', `${'n'.repeat(1_000)}…`]);
    assert.equal(short.issue.assignees, issue.assignees);
    assert.equal(short.discussions, richState.discussions);
  });

  it('S1: are unchanged if they are short, with Markdown, addresses, and unsent texts of any length', () => {
    const state = {
      ...richState,
      description: long,
      issue: { ...issue, webUrl: `https://gitlab.example.com/${long}` },
      discussions: richState.discussions!.map((each) => ({ ...each, notes: [{ ...each.notes[0]!, body: long }] })),
      drafts: { comment: { text: long } },
    };
    assert.equal(shortNames(state), state);
  });
});
