import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage, type IssuePageOptions } from './issuePage.ts';
import { discussions, richState } from './richIssue.ts';

describe('Titles and names on the issue page', () => {
  let opened: IssuePage;
  const open = async (state: PageState, options: IssuePageOptions = {}) => {
    opened = await IssuePage.open(state, options);
    return opened.page;
  };

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('C5: show emoji, and the title itself to edit', async () => {
    const [link] = richState.details?.links ?? [];
    assert.ok(link);
    const links = [{ ...link, issue: { ...link.issue, title: ':tada: Party' } }];
    const page = await open({
      ...richState,
      issue: { ...richState.issue, title: ':rocket: Launch' },
      details: { ...richState.details, isLocked: false, links },
    });
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), `🚀 Launch #${richState.issue.iid}`);
    assert.equal(await page.getByRole('link', { name: '🎉 Party' }).count(), 1);
    await page.getByRole('button', { name: 'Edit Title' }).click();
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), ':rocket: Launch');
  });

  it('C11: are isolated from what is beside them', async () => {
    const [name, isolated] = ['\u202eדנה', '\u2068דנה\u2069'];
    const user = { id: 5, username: 'dana', name };
    const [link] = richState.details?.links ?? [];
    const [thread] = discussions;
    assert.ok(link && thread);
    const note = { ...thread.notes[0]!, author: user, isSystem: true };
    const page = await open(
      {
        ...richState,
        issue: { ...richState.issue, title: name, assignees: [user], labels: [name] },
        details: { ...richState.details, isLocked: false, links: [{ ...link, issue: { ...link.issue, title: name } }] },
        discussions: [{ ...thread, isThread: false, notes: [1, 2, 3].map((id) => ({ ...note, id })) }],
      },
      { width: 400 },
    );
    const texts = {
      h1: `${isolated} #${richState.issue.iid}`,
      '[aria-labelledby="gl-links"] .gl-row-title': isolated,
      '.gl-side-fold summary': `${isolated} · ${isolated}`,
    };
    for (const [selector, text] of Object.entries(texts)) {
      const found = await page.locator(selector).first().textContent();
      assert.ok(found?.includes(text), `${selector}: ${JSON.stringify(found)}`);
    }
  });
});
