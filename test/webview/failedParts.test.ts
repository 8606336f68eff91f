import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage } from './issuePage.ts';
import { discussions, richState } from './richIssue.ts';

const sentence = "This part of the page couldn't be shown.";
const { issue, details } = richState;
const never = Number.NaN;
const whole: PageState = { ...richState, hasMoreDiscussions: true };

/** The rich issue with a comment that can't be drawn, because a time isn't one. */
const withBroken = (broken: number, change: object = { createdAt: never }): PageState => ({
  ...whole,
  discussions: discussions.map((discussion) => ({
    ...discussion,
    notes: discussion.notes.map((note) => (note.id === broken ? { ...note, ...change } : note)),
  })),
});
const withoutNotes: PageState = { ...whole, discussions: [{ id: 'a', isThread: false, notes: 'none' as never }] };

/** States in which one part can't be drawn, by the part, with the headings and comments that the page loses. */
const states: Readonly<Record<string, readonly [state: PageState, headings: number, articles: number]>> = {
  header: [{ ...whole, issue: { ...issue, updatedAt: never } }, 1, 0],
  notices: [{ ...whole, issue: { ...issue, state: 'closed' }, details: { ...details!, closedAt: never } }, 0, 0],
  field: [{ ...whole, details: { ...details!, participants: [undefined as never] } }, 0, 0],
  label: [{ ...whole, issue: { ...issue, labels: ['bug', 7 as never, 'checkout'] } }, 0, 0],
  description: [{ ...whole, description: 7 as never }, 1, 0],
  relations: [{ ...whole, details: { ...details!, links: 7 as never } }, 5, 0],
  activity: [withoutNotes, 0, 6],
  changes: [withBroken(105), 0, 0],
  thread: [withBroken(207, { resolved: { at: never } }), 0, 0],
  comment: [withBroken(203), 0, 1],
};

describe('A part of the issue page that can’t be drawn', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  const failed = () => opened.page.locator('.gl-failed');
  const headings = () => opened.page.getByRole('heading').count();
  const articles = () => opened.page.getByRole('article').count();
  const comment = () => opened.page.getByRole('textbox', { name: 'Comment', exact: true });

  it('S1: leaves the others, is reported once, and is drawn again when it changes', async () => {
    opened = await IssuePage.open(whole);
    const all = [await headings(), await articles()] as const;
    for (const [part, [state, lostHeadings, lostArticles]] of Object.entries(states)) {
      await opened.tell({ type: 'show', state });
      const { part: reported, error } = await opened.next('partFailed');
      assert.equal(reported, part);
      assert.match(error, /^(?:RangeError|TypeError): [^\n]+$/, part);
      assert.equal(opened.count('partFailed'), 0, part);
      if (part === 'label') {
        assert.deepEqual(await opened.page.locator('.gl-labels li').allInnerTexts(), ['bug', '7', 'checkout']);
      } else {
        assert.equal((await failed().locator('p').innerText()).trim(), `${sentence} Open in GitLab`, part);
      }
      assert.deepEqual([await headings(), await articles()], [all[0] - lostHeadings, all[1] - lostArticles], part);
      await opened.tell({ type: 'show', state: whole });
      assert.equal(await failed().count(), 0, part);
      assert.deepEqual([await headings(), await articles()], all, part);
    }
  });

  it('S1: can be the details of a narrow page', async () => {
    opened = await IssuePage.open(whole, { width: 500 });
    const before = await articles();
    await opened.tell({ type: 'show', state: { ...whole, issue: { ...issue, assignees: undefined as never } } });
    assert.equal((await opened.next('partFailed')).part, 'details');
    assert.deepEqual([await failed().count(), await articles()], [1, before]);
  });

  it('S1: is the whole page as a last resort, with the unsent texts and a button that leads to GitLab', async () => {
    opened = await IssuePage.open(undefined);
    const drafts = { comment: { text: 'A new comment' } };
    await opened.tell({ type: 'show', state: { ...whole, issue: undefined as never, drafts } });
    assert.equal((await opened.next('partFailed')).part, 'page');
    assert.equal(await failed().locator('pre').innerText(), 'A new comment');
    await failed().getByRole('button', { name: 'Open in GitLab' }).click();
    assert.equal((await opened.next('run')).command, 'openInBrowser');
  });

  it('S1: keeps the text that the user typed in it, and gives its box back', async () => {
    opened = await IssuePage.open(whole);
    const { page } = opened;
    const note = page.locator('#note_204');
    await note.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('A better answer');
    await comment().fill('A new comment');
    for (const state of [withBroken(204), withoutNotes]) {
      await opened.tell({ type: 'show', state });
      assert.equal(await failed().locator('pre').innerText(), 'A better answer');
      assert.equal(await comment().inputValue(), 'A new comment');
    }
    await opened.tell({ type: 'show', state: whole });
    assert.equal(await note.getByRole('textbox').inputValue(), 'A better answer');
    assert.equal(await comment().inputValue(), 'A new comment');
  });
});
