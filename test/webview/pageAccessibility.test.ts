import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { axeFindings } from './axeFindings.ts';
import { IssuePage } from './issuePage.ts';
import { discussions, richState } from './richIssue.ts';
import { themes } from './themes.ts';

const none = { comment: false, edit: false, triage: false, delete: false, maintain: false };
const readOnly = { ...richState.rights, ...none, why: 'It is archived.' };
/** Before the page has loaded the issue. */
const loadedLater = ['details', 'discussions', 'events'];
const known = Object.entries(richState).filter(([key]) => !loadedLater.includes(key));
const bare = Object.fromEntries(known) as unknown as PageState;

/** States of the page, by what the user sees. */
const states: Readonly<Record<string, PageState>> = {
  everything: { ...richState, newSince: 1 },
  'the issue, while the comments load': { ...bare, isLoading: true },
  'no comments and no details': { ...bare, discussions: [], description: '' },
  'an error, with what was loaded before': { ...richState, problem: 'It can’t be reached.', age: '2 hours ago' },
  'a deleted issue': { ...richState, isGone: true },
  'a read-only issue': { ...richState, rights: readOnly },
  'a closed, moved, locked, and confidential issue': {
    ...richState,
    issue: { ...richState.issue, state: 'closed', confidential: true, type: 'incident' },
    details: {
      ...richState.details!,
      isLocked: true,
      closedAt: 1,
      movedTo: { reference: 'shop/api#9', webUrl: 'https://gitlab.example.com/shop/api/-/issues/9' },
      duplicateOf: {},
    },
  },
  'the history only, of which some is missing': {
    ...richState,
    activity: { show: 'history', order: 'newest' },
    missingEvents: ['label', 'weight'],
  },
  'a thread with more to load, and drafts': {
    ...richState,
    hasMoreDiscussions: true,
    drafts: { [`reply:${'e'.repeat(40)}`]: { text: 'A reply' }, title: { text: 'New', base: 'Old' } },
  },
  'rendered Markdown': {
    ...richState,
    description: [
      '# Heading\n\n## Another heading\n\n- [ ] Task\n  - [x] Nested\n\n~~~ts\nlet a = 1;\n~~~',
      '```json:table\n{"fields": [{"key": "a", "sortable": true}], "items": [{"a": 1}, {"a": 2}], "filter": true}\n```',
      '![alt](https://example.com/a.png) [file](/uploads/0123456789abcdef0123456789abcdef/a.pdf)',
      '<details><summary>More</summary>Text</details>\n\nNote[^1] and $`x^2`$\n\n[^1]: Footnote',
      '> [!note]\n> Alert\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n[[_TOC_]]',
    ].join('\n\n'),
  },
};

describe('The issue page is accessible', () => {
  let opened: IssuePage;
  let found: Record<string, readonly string[]>;

  beforeEach(() => {
    found = {};
  });
  afterEach(async () => {
    await opened.close();
  });

  const assertNothingFound = () => {
    assert.deepEqual(found, {});
    assert.deepEqual(opened.errors, []);
  };
  /** Checks all rules in one theme, and those about colors in each theme. */
  const check = async (what: string) => {
    for (const theme of themes.toReversed()) {
      await opened.changeTheme(theme);
      const findings = await axeFindings(opened.page, theme === themes[0] ? undefined : 'colors');
      if (findings.length > 0) found = { ...found, [`${what} (${theme})`]: findings };
    }
  };

  it('in all its states', async () => {
    opened = await IssuePage.open(undefined);
    await check('while it loads');
    await opened.tell({ type: 'missing', message: 'This issue could not be loaded.' });
    await check('with an error');
    for (const [what, state] of Object.entries(states)) {
      await opened.tell({ type: 'show', state });
      await check(`with ${what}`);
    }
    await opened.page.evaluate(() => {
      window.scrollTo(0, document.documentElement.scrollHeight);
    });
    await opened.page.locator('.gl-bar').waitFor();
    await check('with the title in the bar');
    assertNothingFound();
  });

  it('with everything open', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
    await button(/^Resolved by/).click();
    await button('Edit Title').click();
    await button('Edit Description').click();
    await page.locator('.gl-description textarea').fill('mine');
    await button('Reply…').click();
    await page.locator('.gl-comment-box textarea').fill('Something');
    await check('with editors');
    for (const name of ['More Actions', 'Sort or Filter Activity', 'Actions for Comment by Omar El-Sayed']) {
      await button(name).click();
      await check(`with the menu ${name}`);
      await page.keyboard.press('Escape');
    }
    await button('Add Reaction').click();
    await page.keyboard.type('rock');
    await check('with the emoji picker');
    await page.keyboard.press('Escape');
    await page.locator('.gl-comment-box textarea').pressSequentially(' :rock');
    await page.getByRole('option').first().waitFor();
    await check('with completions');
    await page.keyboard.press('Escape');
    await page.locator('.gl-comment-box').getByRole('tab', { name: 'Preview' }).click();
    await check('with a preview');
    await page.locator('.gl-description').getByRole('button', { name: 'Save' }).click();
    await check('while it sends');
    await opened.answer({ how: 'conflict', theirs: 'theirs\nin two lines', merged: 'both' });
    await page.locator('.gl-comment-box').getByRole('button', { name: 'Comment', exact: true }).click();
    await opened.answer({ how: 'unknown', message: 'No response.' });
    await check('with a conflict and an unknown result');
    await button('Actions for Comment by Omar El-Sayed').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await button('Use Theirs').click();
    await opened.tell({ type: 'failed', message: 'The label was not changed.' });
    await check('with questions and a message');
    assertNothingFound();
  });
  it('as a plain page', async () => {
    opened = await IssuePage.open(
      { ...richState, drafts: { comment: { text: 'A draft' } } },
      { plain: 'unresponsive' },
    );
    await check('plain');
    assertNothingFound();
  });

  it('with a folded thread that has a draft', async () => {
    const resolved = discussions.find(({ notes }) => notes[0]?.resolved)!.id;
    opened = await IssuePage.open({ ...richState, drafts: { [`reply:${resolved}`]: { text: 'Hm' } } });
    await opened.page.locator(`[data-box="reply:${resolved}"]`).press('Escape');
    await check('folded');
    assertNothingFound();
  });

  it('and axe finds what is not', async () => {
    opened = await IssuePage.open(richState);
    await opened.page.evaluate(() => {
      document.querySelector('.gl-comment-box textarea')?.removeAttribute('aria-label');
      document.querySelector('.gl-comment-box textarea')?.removeAttribute('placeholder');
    });
    assert.match((await axeFindings(opened.page)).join(), /label/);
  });
});
