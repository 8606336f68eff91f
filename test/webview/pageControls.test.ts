import assert from 'node:assert/strict';
import type { PageCommand } from '../../src/model/page/pageMessages.ts';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage, type IssuePageOptions } from './issuePage.ts';
import { discussions, richState } from './richIssue.ts';

describe('The controls of the issue page', () => {
  let opened: IssuePage;
  const open = async (state: PageState = richState, options: IssuePageOptions = {}) => {
    opened = await IssuePage.open(state, options);
    return opened.page;
  };

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('run one VS Code command each', async () => {
    const page = await open({ ...richState, issue: { ...richState.issue, assignees: [] } });
    const commands: readonly (readonly [string, PageCommand])[] = [
      ['Close Issue', 'close'],
      ['Copy Reference', 'copyReference'],
      ['Copy Link', 'copyLink'],
      ['Open in Browser', 'openInBrowser'],
      ['Edit Assignees', 'assign'],
      ['assign yourself', 'assignToMe'],
      ['Edit Labels', 'editLabels'],
      ['Edit Milestone', 'setMilestone'],
      ['Edit Due Date', 'setDueDate'],
      ['Edit Weight', 'setWeight'],
      ['Edit Time Estimate', 'setEstimate'],
      ['Add Time Spent', 'addSpentTime'],
      ['Turn Off', 'unsubscribe'],
      ['Link to Issue', 'linkIssue'],
    ];
    for (const [name, command] of commands) {
      await page.getByRole('button', { name, exact: true }).click();
      assert.equal((await opened.next('run')).command, command, name);
    }
    for (const [name, command] of [
      ['Add to To-Do List', 'addTodo'],
      ['Move to Project…', 'move'],
      ['Delete Issue…', 'delete'],
    ] as const) {
      await page.getByRole('button', { name: 'More Actions' }).click();
      await page.getByRole('menuitem', { name }).click();
      assert.equal((await opened.next('run')).command, command);
    }
    await page.getByRole('button', { name: 'Refresh' }).click();
    await opened.next('refresh');
    await page.getByRole('button', { name: 'Remove Link to shop/web#131' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), { kind: 'unlink', link: 11 });
  });

  it('send changes to comments', async () => {
    const page = await open();
    const [, , , , , thread] = discussions;
    const first = page.getByRole('article', { name: 'Comment by 田中 愛子' });
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'resolve',
      discussion: thread!.id,
      resolved: true,
    });
    await first.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const field = first.locator('textarea');
    await field.fill('Better words');
    await first.getByRole('button', { name: 'Save' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'editNote',
      discussion: thread!.id,
      note: 202,
      body: 'Better words',
      base: thread!.notes[0]!.body,
    });
    await first.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    assert.equal(opened.count('send'), 0);
    await first.getByRole('button', { name: 'Delete' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), { kind: 'deleteNote', discussion: thread!.id, note: 202 });
  });

  it('reply, start threads, write internal notes, and close with a comment', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await page.getByRole('button', { name: 'Reply…' }).nth(1).click();
    const reply = page.locator('.gl-thread-open textarea');
    await reply.fill('I will');
    await reply.press('ControlOrMeta+Enter');
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'reply',
      discussion: discussions[5]!.id,
      body: 'I will',
    });
    await box.fill('A question');
    await page.getByRole('button', { name: 'Start Thread' }).click();
    const question = { kind: 'comment', body: 'A question', internal: false, thread: true };
    assert.deepEqual(await opened.answer({ how: 'done' }), question);
    await page.getByLabel('Internal note').check();
    await box.fill('Only for us');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const internal = { kind: 'comment', body: 'Only for us', internal: true, thread: false };
    assert.deepEqual(await opened.answer({ how: 'done', messages: ['Added ~bug label.'] }), internal);
    await page.locator('.gl-said').getByText('Added ~bug label.').waitFor();
    await box.fill('Fixed');
    await page.getByRole('button', { name: 'Comment and Close' }).click();
    const close = { kind: 'comment', body: 'Fixed', internal: false, thread: false, then: 'close' };
    assert.deepEqual(await opened.answer({ how: 'failed', message: 'No.' }), close);
    await page.getByRole('button', { name: 'Retry' }).click();
    assert.deepEqual(await opened.answer({ how: 'done' }), close);
  });

  it('add a reaction that is found by name, with the keyboard alone', async () => {
    const page = await open();
    await page.locator('.gl-description').getByRole('button', { name: 'Add Reaction' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('rocket');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(await opened.answer({ how: 'done' }), { kind: 'react', emoji: 'rocket', on: true });
    await page
      .locator('.gl-description')
      .getByRole('button', { name: /^thumbs ?up/ })
      .click();
    assert.deepEqual(await opened.answer({ how: 'done' }), { kind: 'react', emoji: 'thumbsup', on: false });
  });

  it('check a task, and uncheck it if the request fails', async () => {
    const page = await open();
    const box = page.getByRole('checkbox', { name: 'Write the failing test' });
    await box.click();
    const act = await opened.answer({ how: 'failed', message: 'The list was changed.' });
    assert.ok(act.kind === 'task' && act.checked && act.source === '- [ ] Write the failing test');
    await page.locator('.gl-saying').getByText('The list was changed.').waitFor();
    assert.equal(await box.isChecked(), false);
  });

  it('edit the title in place, with Enter to save and Escape to cancel', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Edit Title' }).click();
    const field = page.getByLabel('Title', { exact: true });
    await field.fill('A better title');
    await field.press('Escape');
    await page.getByRole('button', { name: 'Continue Editing' }).click();
    assert.equal(await field.inputValue(), 'A better title');
    await field.dispatchEvent('keydown', { key: 'Escape', isComposing: true });
    await field.press('ControlOrMeta+Enter');
    await opened.answer({ how: 'failed', message: 'No.' });
    assert.equal(opened.count('send'), 0);
    await field.press('Enter');
    assert.deepEqual(await opened.answer({ how: 'done' }), {
      kind: 'title',
      title: 'A better title',
      base: richState.issue.title,
    });
    await field.waitFor({ state: 'detached' });
    assert.ok(await page.getByRole('button', { name: 'Edit Title' }).evaluate((it) => it === document.activeElement));
  });

  it('complete references after a sign, and can be undone', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await box.pressSequentially('See @mi');
    let asked = await opened.next('complete');
    while (asked.words !== 'mi') asked = await opened.next('complete');
    assert.equal(asked.sign, '@');
    await opened.tell({
      type: 'completions',
      ticket: asked.ticket,
      items: [
        { insert: '@mira', label: '@mira', detail: 'Mira Lindqvist' },
        { insert: '@misha', label: '@misha' },
      ],
    });
    await page.getByRole('option', { name: '@mira' }).waitFor();
    assert.notEqual(await box.getAttribute('aria-activedescendant'), null);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await box.inputValue(), 'See @misha ');
    await page.keyboard.press('ControlOrMeta+z');
    assert.equal(await box.inputValue(), 'See @mi');
    await box.fill('');
    await box.pressSequentially(':rock');
    await page.getByRole('option', { name: 'rocket' }).first().click();
    assert.match(await box.inputValue(), /^:rock\w*: $/);
  });

  it('complete quick actions only at the beginning of a line, and close the list with Escape alone', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await box.pressSequentially('src /x');
    await box.fill('');
    await box.pressSequentially('/cl');
    let asked = await opened.next('complete');
    while (asked.words !== 'cl') asked = await opened.next('complete');
    assert.equal(asked.sign, '/');
    await opened.tell({ type: 'completions', ticket: asked.ticket, items: [{ insert: '/close', label: '/close' }] });
    await page.getByRole('option').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('option').count(), 0);
    assert.ok(await box.evaluate((field) => field === document.activeElement));
    assert.equal(await box.inputValue(), '/cl');
  });

  it('support the usual keyboard shortcuts for Markdown', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('a word');
    // VS Code listens outside the page, and must not also select everything.
    await page.evaluate(() => {
      addEventListener('keydown', ({ key }) => (document.title += key));
    });
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('word');
    assert.equal(await box.inputValue(), 'word');
    assert.match(await page.title(), /(?:Control|Meta)word$/);
    await box.selectText();
    await page.keyboard.press('ControlOrMeta+b');
    assert.equal(await box.inputValue(), '**word**');
    await page.keyboard.press('ControlOrMeta+i');
    assert.equal(await box.inputValue(), '**_word_**');
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('ControlOrMeta+z');
    assert.equal(await box.inputValue(), 'word');
    await box.selectText();
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('https://example.com');
    assert.equal(await box.inputValue(), '[word](https://example.com)');
  });

  it('B06: open links through the extension only, with the mouse, its middle button, and the keyboard', async () => {
    const page = await open({
      ...richState,
      description: '[good](https://example.com/a) [bad](command:workbench.action.quit) [worse](javascript:alert(1))',
    });
    const link = page.locator('.gl-description a', { hasText: 'good' });
    await link.click();
    await link.click({ button: 'middle' });
    await link.press('Enter');
    for (let times = 0; times < 3; times += 1) assert.equal((await opened.next('open')).url, 'https://example.com/a');
    for (const name of ['bad', 'worse']) await page.locator('.gl-description').getByText(name, { exact: true }).click();
    await page.getByText('Vouchers survive a logout').click();
    assert.equal((await opened.next('open')).url, 'https://gitlab.example.com/shop/web/-/issues/97');
    assert.equal(opened.count('open'), 0);
    assert.equal(page.context().pages().length, 1);
  });

  it('B05: can’t be covered, imitated, or renamed by the content of an issue', async () => {
    const page = await open({
      ...richState,
      description: `<div style="position:fixed;inset:0;z-index:99" class="gl-toolbar gl-popup">cover</div>
<div id="page">second</div><img name="acquireVsCodeApi"><a id="given" name="page">x</a>

<form action="https://evil.example"><input type="password" name="token"><button>Sign in</button></form>
<p data-vscode-context='{"webviewSection":"x"}'>data</p>`,
    });
    await page.getByText('cover').waitFor();
    await page.getByRole('button', { name: 'Copy Reference' }).click();
    assert.equal((await opened.next('run')).command, 'copyReference');
    const text = page.locator('.gl-description .gl-markdown');
    assert.equal(await text.locator('form, input, button, [style], [name], [data-vscode-context]').count(), 0);
    assert.equal(await text.locator('[class^="gl-"]').count(), 0);
    assert.equal(await page.locator('#page, #given').count(), 2);
    const box = (await text.boundingBox())!;
    const cover = (await page.getByText('cover').boundingBox())!;
    assert.ok(cover.y >= box.y && cover.y + cover.height <= box.y + box.height);
    // Chromium reports the style that the policy blocks before the sanitizer removes it.
    for (const error of opened.errors.splice(0)) assert.match(error, /^Applying inline style violates/);
  });

  it('B08: ignore messages from a frame in the page', async () => {
    const page = await open();
    await page.evaluate((state) => {
      const event = new MessageEvent('message', {
        data: { type: 'show', state: { ...state, issue: { ...state.issue, title: 'Forged' } } },
        origin: 'null',
        source: document.body.appendChild(document.createElement('iframe')).contentWindow,
      });
      window.dispatchEvent(event);
    }, richState);
    await opened.tell({ type: 'show', state: { ...richState, isLoading: true } });
    assert.match(await page.locator('h1').innerText(), /^Wrong total/);
  });

  it('are hidden, or explain why they are disabled, for users with read-only access', async () => {
    const why = "Your token is read-only. To edit issues, sign in with a token that has the 'api' scope.";
    const page = await open({
      ...richState,
      rights: {
        comment: false,
        edit: false,
        triage: false,
        delete: false,
        maintain: false,
        signInHelps: true,
        hasWeight: true,
        why,
      },
    });
    const close = page.getByRole('button', { name: 'Close Issue' });
    assert.ok(await close.isDisabled());
    assert.equal(await close.getAttribute('title'), why);
    for (const name of [
      /^Edit/,
      /^Reply/,
      'Add Reaction',
      /^Resolve$/,
      'More Actions',
      'assign yourself',
      'Link to Issue',
    ]) {
      assert.equal(await page.getByRole('button', { name }).count(), 0, String(name));
    }
    assert.equal(await page.locator('textarea').count(), 0);
    assert.equal(await page.getByText(why).count(), 1);
    await page.locator('.gl-banner', { hasText: why }).getByRole('button', { name: 'Sign In' }).click();
    await opened.next('signIn');
    assert.ok(await page.getByRole('checkbox', { name: 'Fix it' }).isDisabled());
  });

  it('show what is wrong, offer Refresh, and keep the content', async () => {
    const page = await open({ ...richState, problem: 'gitlab.example.com cannot be reached.', age: '2 hours ago' });
    const banner = page.locator('.gl-banner-warning');
    assert.match(await banner.innerText(), /cannot be reached\. Last updated 2 hours ago\./);
    await banner.getByRole('button', { name: 'Refresh' }).click();
    await opened.next('refresh');
    await opened.tell({ type: 'show', state: { ...richState, isGone: true } });
    await page.getByText('This issue was deleted').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Close Issue' }).count(), 0);
    assert.match(await page.locator('.gl-description').innerText(), /two customers/);
  });

  it('load the rest of a long thread, and collapse resolved threads', async () => {
    const page = await open({ ...richState, hasMoreDiscussions: true });
    await page.getByRole('button', { name: 'Load More' }).click();
    await opened.next('more');
    assert.equal(await page.getByText('Is the rounding right').count(), 0);
    await page.getByRole('button', { name: /^Resolved by Jonas Weber/ }).click();
    await page.getByText('Is the rounding right').waitFor();
  });

  it('C2: show an issue as overdue by the day of the extension, whatever the time zone of the browser', async () => {
    const due = { ...richState, issue: { ...richState.issue, dueDate: '2026-11-20' } };
    for (const timeZone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
      const page = await open(due, { timeZone });
      const overdue = page.locator('.gl-side').getByText('overdue');
      assert.equal(await overdue.count(), 0, timeZone);
      await opened.tell({ type: 'show', state: { ...due, today: '2026-11-21' } });
      assert.equal(await overdue.count(), 1, timeZone);
      await opened.tell({
        type: 'show',
        state: { ...due, today: '2026-11-21', issue: { ...due.issue, state: 'closed' } },
      });
      assert.equal(await overdue.count(), 0, timeZone);
      if (timeZone === 'Pacific/Kiritimati') await opened.close();
    }
  });

  it('use the display language of VS Code, including for dates', async () => {
    const page = await open(richState, { language: 'de', texts: { 'Close Issue': 'Issue schließen', Open: 'Offen' } });
    await page.getByRole('button', { name: 'Issue schließen' }).waitFor();
    assert.match(await page.locator('.gl-header').innerText(), /Offen/);
    assert.match(await page.locator('.gl-header time').last().innerText(), /vor 2 Stunden/);
    assert.match((await page.locator('.gl-header time').last().getAttribute('title'))!, /Freitag, 20\. November 2026/);
  });
});
