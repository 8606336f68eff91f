import assert from 'node:assert/strict';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

/** Each zone with a time on November 20 there, which is another day in UTC, except in UTC itself. */
const zones = [
  ['UTC', '2026-11-20T11:14:00Z'],
  ['Pacific/Auckland', '2026-11-19T22:14:00Z'],
  ['America/Los_Angeles', '2026-11-21T01:30:00Z'],
] as const;

describe('C2: the issue page', () => {
  it('shows that an issue has become overdue while the page is open, and leaves what the user types', async () => {
    const issue = { ...richState.issue, dueDate: '2026-11-20' };
    const state = { ...richState, issue, today: '2026-11-20' };
    const opened = await IssuePage.open(state);
    const { page } = opened;
    const box = page.locator('textarea').last();
    await box.fill('Still typing');
    assert.equal(await page.locator('.gl-overdue').count(), 0);
    await opened.tell({ type: 'show', state: { ...state, today: '2026-11-21' } });
    assert.match(await page.locator('.gl-side .gl-overdue').innerText(), /Nov 20, 2026/);
    assert.equal(await box.inputValue(), 'Still typing');
    assert.ok(await box.evaluate((element) => element === document.activeElement));
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  for (const [timeZone, time] of zones)
    it(`shows due dates as they are, and times by the local day in ${timeZone}`, async () => {
      const issue = { ...richState.issue, dueDate: '2026-11-20', createdAt: Date.parse(time) };
      const opened = await IssuePage.open({ ...richState, issue, today: '2026-11-20' }, { timeZone });
      const { page } = opened;
      assert.equal(await page.locator('.gl-side time[datetime="2026-11-20"]').innerText(), 'Nov 20, 2026');
      assert.equal(await page.locator('.gl-overdue').count(), 0);
      const created = page.locator(`.gl-header time[datetime="${new Date(time).toISOString()}"]`);
      assert.match((await created.getAttribute('title')) ?? '', /^Friday, November 20, 2026/);
      assert.deepEqual(opened.errors, []);
      await opened.close();
    });
});
