import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('What the issue page could not load', () => {
  let opened: IssuePage;
  const open = async (state: PageState) => {
    opened = await IssuePage.open(state);
    return opened.page;
  };

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('is requested again on a click if the issue no longer exists, which may be temporary', async () => {
    const page = await open({ ...richState, isGone: true });
    const banner = page.getByRole('note').filter({ hasText: 'no longer have access' });
    await banner.getByRole('button', { name: 'Try Again' }).click();
    await opened.next('refresh');
    await opened.tell({ type: 'show', state: richState });
    await banner.waitFor({ state: 'detached' });
  });

  it('can’t be changed: reactions to a comment if GraphQL is blocked or has not returned them yet', async () => {
    const { noteReactions = {}, ...refused } = richState.details!;
    const page = await open({ ...richState, details: refused });
    const react = page.getByRole('article').getByRole('button', { name: 'Add Reaction' });
    assert.equal(await react.count(), 0);
    await opened.tell({ type: 'show', state: { ...richState, details: { ...refused, noteReactions: { 201: [] } } } });
    await react.waitFor();
    assert.equal(await react.count(), 1);
    await opened.tell({ type: 'show', state: { ...richState, details: { ...refused, noteReactions } } });
    await react.nth(1).waitFor();
    assert.equal(await react.count(), await page.getByRole('article', { name: /^Comment by/ }).count());
  });
});
