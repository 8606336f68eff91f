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

  it('C5: link references and URLs in the header, and nowhere else', async () => {
    const [link] = richState.details?.links ?? [];
    assert.ok(link);
    const title = 'Revert #97, see https://example.com/a. <b>';
    const linked = (state: PageState, text: string): PageState => ({
      ...state,
      issue: { ...state.issue, title: text },
      details: { ...state.details, isLocked: false, links: [{ ...link, issue: { ...link.issue, title: text } }] },
    });
    const state = linked({ ...richState, discussions: [], description: '' }, title);
    const page = await open(state);
    const heading = page.getByRole('heading', { level: 1 });
    const links = () => heading.getByRole('link').evaluateAll((all) => all.map((each) => each.outerHTML));
    const { ticket, references } = await opened.next('resolve');
    assert.deepEqual(references, ['#97']);
    const webUrl = `${state.project.webUrl}/-/issues/97`;
    await opened.tell({ type: 'resolved', ticket, references: { '#97': { title: 'Old', state: 'closed', webUrl } } });
    assert.equal(await heading.innerText(), `Revert #97 (closed), see https://example.com/a. <b> #${state.issue.iid}`);
    assert.deepEqual(await links(), [
      `<a href="${webUrl}" class="md-reference md-reference-issue md-reference-found" title="Old">#97 (closed)</a>`,
      '<a href="https://example.com/a">https://example.com/a</a>',
    ]);
    await heading.getByRole('link', { name: '#97' }).click();
    assert.equal((await opened.next('open')).url, webUrl);
    assert.equal(await page.getByRole('link', { name: title }).locator('a').count(), 0);
    await opened.tell({ type: 'show', state: linked(state, 'Without links') });
    assert.deepEqual([await heading.innerText(), await links()], [`Without links #${state.issue.iid}`, []]);
    await page.getByRole('button', { name: 'Edit Title' }).click();
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), 'Without links');
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
