import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('The banner of an issue page with an invalid token', () => {
  let opened: IssuePage;
  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('defect 6: offers Sign In instead of Refresh, which would fail again', async () => {
    const problem = 'Sign in to gitlab.example.com again.';
    opened = await IssuePage.open({ ...richState, problem, signInAgain: true });
    const banner = opened.page.locator('.gl-banner-warning');
    await banner.getByText(problem).waitFor();
    assert.equal(await banner.getByRole('button', { name: 'Refresh' }).count(), 0);
    await banner.getByRole('button', { name: 'Sign In' }).click();
    await opened.next('signIn');
  });
});
