import assert from 'node:assert/strict';
import { readKeptText } from '../../../../src/sync/page/keptText.ts';
import { KeptChoices } from '../queries/keptChoices.ts';

describe('The text in a box that belongs to no issue', () => {
  it('is kept for its command until it is saved or emptied', () => {
    const memory = new KeptChoices();
    const box = readKeptText(memory, 'gitlabIssues.addQuery');
    assert.equal(box.text, undefined);
    box.keep('Half a na');
    assert.equal(readKeptText(memory, 'gitlabIssues.addQuery').text, 'Half a na');
    assert.equal(readKeptText(memory, 'gitlabIssues.editQuery').text, undefined);
    box.keep(' ');
    assert.equal(readKeptText(memory, 'gitlabIssues.addQuery').text, undefined);
  });

  it('is empty if it can’t be read', () => {
    const memory = new KeptChoices();
    memory.write('typed:gitlabIssues.addQuery', { text: 'x' });
    assert.equal(readKeptText(memory, 'gitlabIssues.addQuery').text, undefined);
  });
});
