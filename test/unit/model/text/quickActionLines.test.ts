import assert from 'node:assert/strict';
import { quickActionLines } from '../../../../src/model/text/quickActionLines.ts';
import { templateNote } from '../../../../src/model/text/templateNote.ts';

describe('The quick actions in a text', () => {
  it('are the lines that GitLab runs', () => {
    const text = [
      '## Steps',
      'See /label',
      '/label ~bug ~"needs info"',
      '```',
      '/close',
      '~~~',
      '```',
      '  /assign me',
      '/usr/lib/a.js',
      '~~~~',
      '/lock',
      '~~~',
      '~~~~',
      '/confidential',
    ].join('\r\n');
    const found = quickActionLines(text);
    const actions = ['/label ~bug ~"needs info"', '/assign me', '/confidential'];
    assert.deepEqual(
      found.map(({ action }) => action),
      actions,
    );
    for (const { action, start } of found) assert.equal(text.slice(start, start + action.length), action);
    assert.deepEqual(quickActionLines('/tmp\n/label'), [{ action: '/label', start: 5 }]);
  });

  it('are named in the note about a template', () => {
    assert.equal(
      templateNote({ name: 'Bug', text: '## Steps\n\n/label ~bug\n/assign me\n' }),
      "The description is the template 'Bug'. GitLab runs /label ~bug, /assign me.",
    );
    assert.equal(templateNote({ name: undefined, text: 'Why?' }), 'The description is the default of the project.');
  });
});
