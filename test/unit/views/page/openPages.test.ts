import assert from 'node:assert/strict';
import { OpenPages } from '../../../../src/views/page/openPages.ts';

describe('The open issue pages', () => {
  it('are one for each issue, even if the user opens an issue while VS Code restores its page', async () => {
    const pages = new OpenPages<{ readonly by: string }>();
    const { promise: checked, resolve: check } = Promise.withResolvers<undefined>();
    const restored = pages.getOrAdd('1', () => ({ by: 'VS Code' }), checked);
    const opened = await pages.getOrAdd('1', () => ({ by: 'the user' }));
    await pages.getOrAdd('2', () => ({ by: 'the user' }));
    check(undefined);
    assert.deepEqual(opened, { page: { by: 'the user' }, isNew: true });
    assert.deepEqual(await restored, { page: opened.page, isNew: false });
    assert.equal(pages.all.length, 2);
  });

  it('keep a page that replaced another one when that one closes', async () => {
    const pages = new OpenPages<{ readonly at: number }>();
    const { page: first } = await pages.getOrAdd('1', () => ({ at: 1 }));
    pages.remove('1', first);
    const { page: second } = await pages.getOrAdd('1', () => ({ at: 2 }));
    pages.remove('1', first);
    assert.equal(pages.get('1'), second);
    pages.remove('1', second);
    assert.equal(pages.get('1'), undefined);
  });
});
