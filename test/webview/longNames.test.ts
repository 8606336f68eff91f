import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { frameLimit, longestFrame, shortest, watchFrames } from './frames.ts';
import { IssuePage } from './issuePage.ts';
import { discussions, events, richState } from './richIssue.ts';

const { issue } = richState;
const details = richState.details!;
const megabyte = 'A name. :tada: '.repeat(70_000);
const list = <T>(length: number, entry: (at: number) => T): readonly T[] =>
  Array.from({ length }, (_, at) => entry(at));
const people = (length: number) => list(length, (at) => ({ id: at + 100, username: `u${at}`, name: `User ${at}` }));
const [thread] = discussions.filter(({ isThread }) => isThread);
const [note] = thread!.notes;

/** Returns the state with this text as each of its names. */
function named(name: string): PageState {
  const user = { ...issue.assignees[0]!, name, username: name };
  return {
    ...richState,
    project: { ...richState.project, path: name },
    issue: {
      ...issue,
      title: name,
      labels: [name, `${name}::${name}`],
      milestone: { ...issue.milestone!, title: name },
      assignees: [user],
      author: user,
      type: name,
    },
    details: {
      ...details,
      reactions: [{ name, user }],
      participants: [user],
      mergeRequests: details.mergeRequests!.map((request) => ({ ...request, title: name, reference: name })),
      links: details.links!.map((link) => ({ ...link, issue: { ...link.issue, title: name, reference: name } })),
      children: details.children!.map((child) => ({ ...child, title: name })),
    },
    discussions: [{ ...thread!, notes: [{ ...note!, author: user }] }],
    events: [
      ...events.map((event) => ({ ...event, author: user })),
      { kind: 'label', id: 7, action: 'add', label: { name }, author: user, createdAt: note!.createdAt },
      { kind: 'milestone', id: 7, action: 'add', milestone: { title: name }, author: user, createdAt: note!.createdAt },
    ],
  };
}

/** Returns the state with lists of this length. Other lists than those of the issue itself are loaded in pages. */
function crowded(length: number, inIssue = length): PageState {
  const [link, request, child] = [details.links![0]!, details.mergeRequests![0]!, details.children![0]!];
  return {
    ...richState,
    issue: { ...issue, labels: list(inIssue, (at) => `label ${at}`), assignees: people(inIssue) },
    details: {
      ...details,
      reactions: people(length).flatMap((user, at) => [
        { name: 'thumbsup', user },
        ...(at === 0 ? [] : [{ name: `emoji ${at}`, user }]),
      ]),
      participants: people(length),
      links: list(length, (at) => ({ ...link, linkId: at })),
      mergeRequests: list(length, (at) => ({ ...request, id: at })),
      children: list(length, (at) => ({ ...child, iid: at })),
    },
    events: list(length, (id) => ({
      kind: 'label',
      id,
      action: 'add',
      label: { name: `label ${id}` },
      author: issue.author!,
      createdAt: note!.createdAt,
    })),
  };
}

describe('Names on the issue page that no GitLab allows', function () {
  this.timeout(60_000);
  let opened: IssuePage;
  beforeEach(async () => {
    opened = await IssuePage.open(richState);
    await opened.page.evaluate(watchFrames);
  });
  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  const openInGitLab = () => opened.page.getByRole('link', { name: 'Open in GitLab' });

  for (const [name, state] of [
    ['names of 1 MB', named(megabyte)],
    ['lists of 1,000 and 20,000 names', crowded(1_000, 20_000)],
  ] as const) {
    it(`S1: ${name} never block the page for half a second`, async () => {
      const frame = await shortest(frameLimit, async () => {
        await opened.tell({ type: 'show', state: richState });
        return longestFrame(opened, state);
      });
      assert.ok(frame < frameLimit, `A frame took ${frame} ms.`);
    });
  }

  it('S1: are cut, with a link to GitLab', async () => {
    await opened.tell({ type: 'show', state: named(megabyte) });
    const lengths = await opened.page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const all = [];
      while (texts.nextNode()) if (!texts.currentNode.parentElement?.closest('script')) all.push(texts.currentNode);
      return all.map(({ textContent }) => textContent?.length ?? 0);
    });
    assert.ok(Math.max(...lengths) < 2_100, `Two names have ${Math.max(...lengths)} characters.`);
    await openInGitLab().click();
    assert.equal((await opened.next('open')).url, issue.webUrl);
    await opened.tell({ type: 'show', state: named('n'.repeat(255)) });
    assert.equal(await openInGitLab().count(), 0);
  });

  it('S1: are the first 200 of a list, with a link to GitLab for the others', async () => {
    await opened.tell({ type: 'show', state: crowded(201) });
    const counts = await opened.page.evaluate(() =>
      ['.gl-labels li', '.gl-people li', '.gl-row', '.gl-description .gl-reaction', '.gl-change .gl-label'].map(
        (selector) => document.querySelectorAll(selector).length,
      ),
    );
    assert.deepEqual(counts, [200, 400, 600, 200, 200]);
    assert.equal(await opened.page.getByText('Showing the first 200 of 201. Open in GitLab').count(), 6);
    assert.match(
      (await opened.page.getByRole('button', { name: /^thumbsup:/ }).textContent()) ?? '',
      /, and 191 more$/,
    );
    assert.equal(await opened.page.locator('.gl-change', { hasText: 'label 199 + 1 more labels' }).count(), 1);
    await openInGitLab().first().click();
    assert.equal((await opened.next('open')).url, issue.webUrl);
    await opened.tell({ type: 'show', state: crowded(200) });
    assert.equal(await openInGitLab().count(), 0);
    assert.equal(await opened.page.getByText(/^Showing the first /).count(), 0);
    assert.equal(await opened.page.locator('.gl-change', { hasText: / more labels/ }).count(), 0);
  });
});
