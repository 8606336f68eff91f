import assert from 'node:assert/strict';
import type { PageActivity } from '../../src/model/page/pageActivity.ts';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage, type IssuePageOptions } from './issuePage.ts';
import { richState } from './richIssue.ts';

describe('The activity of the issue page', () => {
  let opened: IssuePage;
  const open = async (state: PageState = richState, options: IssuePageOptions = {}) => {
    opened = await IssuePage.open(state, options);
    return opened.page;
  };

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  const arranged = (activity: Partial<PageActivity>): PageState => ({
    ...richState,
    activity: { ...richState.activity, ...activity },
  });
  const button = () => opened.page.getByRole('button', { name: 'Sort or Filter Activity' });
  const changes = async () => {
    const all = await opened.page.locator('.gl-change').allInnerTexts();
    return all.map((text) => text.replace(/\s+/g, ' ').trim());
  };

  it('C1, R14: shows who changed labels and weight, and who closed and reopened the issue, between the comments', async () => {
    const page = await open();
    const texts = await changes();
    const own = texts.filter((text) => /added p|weight|closed|reopened/.test(text));
    assert.deepEqual(own, [
      '田中 愛子 added priority :: high label and removed 1 deleted label 5 days ago',
      '田中 愛子 changed weight to 5 5 days ago',
      'Jonas Weber closed via merge request shop/web!31 1 day ago',
      'Mira Lindqvist reopened 1 hour ago',
    ]);
    await page.getByRole('link', { name: 'shop/web!31' }).last().click();
    assert.equal((await opened.next('open')).url, 'https://gitlab.example.com/shop/web/-/merge_requests/31');
    const order = await page.locator('.gl-timeline > li').allInnerTexts();
    const at = (words: string) => order.findIndex((text) => text.includes(words));
    const places = [
      'The customer was paid back',
      'changed weight',
      'Resolved by',
      'closed via',
      'wait for the pipeline',
      'reopened',
    ].map(at);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(!places.includes(-1), places.join());
  });

  it('C1: shows every change of a long run, as GitLab does', async () => {
    const page = await open();
    for (const words of ['checkout', 'assigned to', 'changed the milestone', 'changed due date'])
      assert.ok(await page.locator('.gl-change', { hasText: words }).isVisible(), words);
  });

  it('S5: lays out only the visible changes of a long history, and creates each format only once', async () => {
    const page = await open({ ...richState, discussions: [], events: [] });
    await page.evaluate(() => {
      const created: string[] = [];
      for (const name of ['DateTimeFormat', 'NumberFormat', 'RelativeTimeFormat'] as const) {
        const construct = (target: new () => object, given: readonly unknown[]) => {
          created.push(name);
          return Reflect.construct(target, given) as object;
        };
        Object.assign(Intl, { [name]: new Proxy(Intl[name], { construct }) });
      }
      Object.assign(globalThis, { createdInTest: created });
    });
    const [author] = [richState.me!];
    const events: PageState['events'] = Array.from({ length: 1_050 }, (_, at) => ({
      ...{ kind: 'weight', id: at, author, weight: at, createdAt: Date.UTC(2026, 1, 1) + at * 60_000 },
    }));
    await opened.tell({ type: 'show', state: { ...richState, discussions: [], events } });
    await opened.tell({ type: 'respond', ticket: 1 });
    await opened.next('drawn');
    assert.equal(await page.locator('.gl-change').count(), 1_050);
    const visibility = await page
      .locator('.gl-timeline > li')
      .evaluateAll((rows) => rows.map((each) => getComputedStyle(each).contentVisibility));
    assert.deepEqual(visibility, [...Array<string>(10).fill('auto'), 'visible']);
    const created = await page.evaluate(() => (globalThis as unknown as { createdInTest: string[] }).createdInTest);
    assert.ok(created.length <= 10, `${created.length} formats were created.`);
  });

  it('R14: shows milestones, iterations, and commits, also if they were deleted', async () => {
    const [author, createdAt] = [richState.me!, Date.UTC(2026, 10, 1)];
    const event = { author, createdAt };
    const webUrl = 'https://gitlab.example.com/groups/shop/-/iterations/1';
    const dates = { startDate: '2026-11-16', dueDate: '2026-11-29' };
    const events: PageState['events'] = [
      { ...event, kind: 'milestone', id: 1, action: 'add', milestone: { title: 'v1 <b>' } },
      { ...event, kind: 'milestone', id: 2, action: 'remove' },
      { ...event, kind: 'iteration', id: 1, action: 'add', iteration: { ...dates, webUrl } },
      { ...event, kind: 'iteration', id: 2, action: 'remove', iteration: { title: 'Sprint' } },
      { ...event, kind: 'weight', id: 1 },
      { ...event, kind: 'state', id: 1, state: 'closed', commit: 'a'.repeat(40) },
      { kind: 'state', id: 2, createdAt, state: 'closed', mergeRequest: 7 },
    ];
    await open({ ...richState, discussions: [], events, activity: { show: 'history', order: 'oldest' } });
    const texts = (await changes()).map((text) =>
      text.replace(/^Mira Lindqvist | [^ ]+ weeks ago$| 1 month ago$/g, ''),
    );
    assert.deepEqual(
      texts.map((text) => text.replace(/ \d+ days ago$| 2 weeks ago$/, '')),
      [
        'changed milestone to v1 <b>',
        'removed a deleted milestone',
        'changed iteration to Nov 16 – 29, 2026',
        'removed iteration Sprint',
        'removed the weight',
        'closed via commit aaaaaaaa',
        'Deleted user closed via a merge request',
      ],
    );
    await opened.page.getByRole('link', { name: 'aaaaaaaa' }).click();
    assert.match((await opened.next('open')).url, /\/shop\/web\/-\/commit\/a{40}$/);
  });

  it('is filtered and sorted with the keyboard alone', async () => {
    const page = await open();
    await button().focus();
    await page.keyboard.press('Enter');
    const items = page.getByRole('menuitemradio');
    assert.deepEqual(
      await items.evaluateAll((all) => all.map((item) => `${item.textContent} ${item.ariaChecked ?? ''}`)),
      [
        'Show all activity true',
        'Show comments only false',
        'Show history only false',
        'Newest first false',
        'Oldest first true',
      ],
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual((await opened.next('arrange')).activity, { show: 'comments', order: 'oldest' });
    await opened.tell({ type: 'show', state: arranged({ show: 'comments' }) });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Comments only');
    assert.deepEqual([await changes(), await page.locator('.gl-thread').count()], [[], 5]);
    await page.keyboard.press('Enter');
    await page.keyboard.type('N');
    await page.keyboard.press('Enter');
    assert.deepEqual((await opened.next('arrange')).activity, { show: 'comments', order: 'newest' });
  });

  it('has the newest entry first next to the comment box, and keeps the text in the box', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('Half a sentence');
    await opened.tell({ type: 'show', state: arranged({ order: 'newest' }) });
    assert.equal(await box.inputValue(), 'Half a sentence');
    const first = page.locator('.gl-timeline > li').first();
    assert.match(await first.innerText(), /reopened/);
    const [boxTop, firstTop] = [await box.boundingBox(), await first.boundingBox()].map((place) => place?.y ?? 0);
    assert.ok(boxTop! < firstTop!);
    await opened.tell({ type: 'show', state: { ...arranged({ order: 'newest' }), hasMoreDiscussions: true } });
    const more = await page.getByRole('button', { name: 'Load More' }).boundingBox();
    assert.ok(more!.y < firstTop! + 60);
  });

  it('shows only the history, and that comments are hidden', async () => {
    const page = await open(arranged({ show: 'history' }));
    assert.equal(await page.locator('.gl-thread').count(), 0);
    assert.equal((await changes()).length, 9);
    await page.getByRole('button', { name: 'Show All Activity' }).click();
    assert.deepEqual((await opened.next('arrange')).activity, { show: 'all', order: 'oldest' });
  });

  it('R14: names the kinds of changes that couldn’t be loaded, and loads them again', async () => {
    const page = await open({ ...richState, missingEvents: ['label', 'state'] });
    await page.getByText("Couldn't load all changes to labels and state.").waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await opened.next('refresh');
    await opened.tell({ type: 'show', state: { ...arranged({ show: 'comments' }), missingEvents: ['label'] } });
    assert.equal(await page.getByText("Couldn't load all changes").count(), 0);
  });

  it('fits 260 pixels', async () => {
    const page = await open(arranged({ show: 'history', order: 'newest' }), { width: 260 });
    await button().click();
    const [scrolled, seen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    assert.equal(scrolled, seen);
    const menu = (await page.getByRole('menu').boundingBox())!;
    assert.ok(menu.x >= 0 && menu.x + menu.width <= 260, JSON.stringify(menu));
    await opened.picture('activity-260');
  });
});
