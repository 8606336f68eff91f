import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('A reaction of more than 100 people', () => {
  it('R10: names ten people, the user first, and can be removed', async () => {
    const opened = await IssuePage.open(richState);
    const { page } = opened;
    const people = Array.from({ length: 250 }, (_, at) => ({ id: 900 + at, username: `u${at}`, name: `Fan ${at}` }));
    const { details, writer, me } = richState;
    assert.ok(details && me?.id === writer);
    const reactions = [...people, me].map((user) => ({ name: 'tada', user }));
    await opened.tell({ type: 'show', state: { ...richState, details: { ...details, reactions } } });
    const reaction = page.locator('.gl-description .gl-reaction');
    assert.equal(
      await reaction.getAttribute('title'),
      `tada: ${[me.name, ...people.slice(0, 9).map(({ name }) => name)].join(', ')}, and 241 more`,
    );
    assert.match(await reaction.innerText(), /251/);
    assert.equal(await reaction.getAttribute('aria-pressed'), 'true');
    await reaction.click();
    assert.deepEqual(await opened.answer({ how: 'done' }), { kind: 'react', emoji: 'tada', on: false });
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });
});
