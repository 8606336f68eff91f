import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { IssueDetails } from '../../../../src/model/issueDetails.ts';
import type { Project } from '../../../../src/model/project.ts';
import { localDay } from '../../../../src/model/time/calendarDay.ts';
import { wholeActivity } from '../../../../src/model/page/pageActivity.ts';
import { describePage, type PageParts } from '../../../../src/sync/page/describePage.ts';
import { anAccount } from '../../accounts/anAccount.ts';
import { issue } from '../issues.ts';

const now = Date.UTC(2026, 0, 1);
const mira = { id: 5, username: 'mira', name: 'Mira' };
const tomas = { id: 6, username: 'tomas', name: 'Tomas' };
const project: Project = {
  id: 101,
  path: 'group/project',
  name: 'Project',
  webUrl: 'https://gitlab.com/group/project',
  issuesEnabled: true,
  archived: false,
  accessLevel: 40,
};
const account: Account = { ...anAccount(1), edition: 'ee' };
const details: IssueDetails = {
  issue: issue(1),
  description: 'As loaded',
  isMoved: false,
  isDuplicate: false,
  isLocked: false,
  timeEstimate: 0,
  timeSpent: 0,
  hasMoreDiscussions: true,
};

const described = (change: Partial<PageParts> = {}) =>
  describePage({
    account,
    project,
    me: undefined,
    issue: issue(1),
    description: undefined,
    opened: { isLoading: false, isGone: false },
    activity: wholeActivity,
    boxHeights: {},
    newSince: undefined,
    labelColors: { bug: '#ff0000' },
    mayShowAvatar: (url) => !url.includes('gravatar'),
    boxes: { drafts: {}, sending: {}, uploading: [] },
    now,
    language: 'en',
    ...change,
  });

describe('describePage', () => {
  it('has the issue of the mirror before anything is loaded, without parts that are not known', () => {
    assert.deepEqual(described(), {
      issue: issue(1),
      project: { path: 'group/project', webUrl: project.webUrl, instance: 'https://gitlab.com' },
      me: account.user,
      writer: 1,
      rights: {
        comment: true,
        edit: true,
        triage: true,
        delete: false,
        signInHelps: false,
        maintain: true,
        hasWeight: true,
      },
      labelColors: { bug: '#ff0000' },
      activity: wholeActivity,
      boxHeights: {},
      today: localDay(now),
      hasMoreDiscussions: false,
      isLoading: false,
      isGone: false,
      drafts: {},
      sending: {},
      uploading: [],
    });
    assert.equal(described({ description: 'Held' }).description, 'Held');
  });

  it('has the avatars of all people that the page may load, once for each', () => {
    const withAvatar = (id: number, avatarUrl?: string) => ({
      ...mira,
      id,
      ...(avatarUrl === undefined ? {} : { avatarUrl }),
    });
    const note = {
      id: 1,
      body: '',
      createdAt: 0,
      updatedAt: 0,
      isSystem: false,
      isInternal: false,
      isResolvable: false,
    };
    const { avatars } = described({
      opened: {
        isLoading: false,
        isGone: false,
        details: {
          ...details,
          people: [withAvatar(1, '/1.png'), withAvatar(2)],
          participants: [withAvatar(1, '/1.png'), withAvatar(3, 'https://secure.gravatar.com/avatar/3')],
          closedBy: withAvatar(4, '/4.png'),
          discussions: [
            {
              id: 'a',
              isThread: false,
              notes: [
                { ...note, author: withAvatar(5, '/5.png') },
                { ...note, id: 2 },
              ],
            },
          ],
        },
      },
    });
    assert.deepEqual(avatars, { 1: '/1.png', 4: '/4.png', 5: '/5.png' });
  });

  it('has the loaded details, and the loaded description rather than the one of the mirror', () => {
    const discussion = { id: 'a', isThread: false, notes: [] };
    const state = described({
      description: 'Held',
      opened: {
        isLoading: true,
        isGone: false,
        details: {
          ...details,
          discussions: [discussion],
          closedBy: tomas,
          closedAt: 7,
          isSubscribed: true,
          timeEstimate: 3600,
          timeSpent: 60,
          reactions: [],
          noteReactions: new Map([[3, []]]),
          participants: [mira],
          mergeRequests: [],
          links: [],
          children: [],
        },
      },
    });
    assert.deepEqual(
      [state.description, state.discussions, state.hasMoreDiscussions, state.isLoading],
      ['As loaded', [discussion], true, true],
    );
    assert.deepEqual(state.details, {
      isLocked: false,
      closedBy: tomas,
      closedAt: 7,
      isSubscribed: true,
      reactions: [],
      participants: [mira],
      mergeRequests: [],
      links: [],
      children: [],
      timeEstimate: '1h',
      timeSpent: '1m',
      noteReactions: { 3: [] },
    });
  });

  it('leaves out details that were not loaded, and times of zero', () => {
    const state = described({ opened: { isLoading: false, isGone: false, details } });
    assert.deepEqual(state.details, { isLocked: false });
    assert.equal('discussions' in state, false);
  });

  it('names the issue that this one was moved to or duplicates, once that is loaded', () => {
    const successor = { title: 'Other', reference: 'group/other#1', webUrl: 'https://gitlab.com/x', state: 'opened' };
    const of = (change: Partial<IssueDetails>) =>
      described({ opened: { isLoading: false, isGone: false, details: { ...details, ...change } } }).details;
    const successors = { movedTo: successor, duplicateOf: successor } as NonNullable<IssueDetails['successors']>;
    assert.deepEqual(of({ isMoved: true, successors }), { isLocked: false, movedTo: successor });
    assert.deepEqual(of({ isDuplicate: true, successors }), { isLocked: false, duplicateOf: successor });
    assert.deepEqual(of({ isMoved: true, isDuplicate: true, successors: {} }), {
      isLocked: false,
      movedTo: {},
      duplicateOf: {},
    });
    assert.deepEqual(of({ isMoved: true, isDuplicate: true }), { isLocked: false });
    assert.deepEqual(of({ successors }), { isLocked: false });
  });

  it('explains why an issue is read-only, and whether another token would change that', () => {
    const readOnly: Account = { ...account, scopes: ['read_api'] };
    const archived = { ...project, archived: true };
    const of = (change: Partial<PageParts>) => {
      const { why, signInHelps, maintain } = described(change).rights;
      return [why?.split('.')[0], signInHelps, maintain];
    };
    assert.deepEqual(of({}), [undefined, false, true]);
    assert.deepEqual(of({ account: readOnly }), ['Your token is read-only', true, false]);
    assert.deepEqual(of({ project: archived }), ['This project is archived', false, false]);
    assert.deepEqual(of({ account: readOnly, project: archived }), ['This project is archived', false, false]);
    assert.deepEqual(of({ project: { ...project, accessLevel: 30 } }), [undefined, false, false]);
    assert.equal(described({ account: { ...account, edition: 'ce' } }).rights.hasWeight, false);
  });

  it('finds the user of a bot token among the people of the issue', () => {
    const bot: Account = { ...account, kind: 'project' };
    const of = (change: Partial<PageParts>) => described({ account: bot, ...change }).me;
    assert.equal(of({}), undefined);
    assert.equal(of({ me: 'mira' }), undefined);
    assert.equal(of({ me: 'mira', issue: issue(1, { author: mira }) }), mira);
    assert.equal(of({ me: 'mira', issue: issue(1, { author: tomas, assignees: [mira] }) }), mira);
    const opened = { isLoading: false, isGone: false, details: { ...details, participants: [tomas, mira] } };
    assert.equal(of({ me: 'mira', opened }), mira);
    assert.equal(of({ issue: issue(1, { author: mira }) }), undefined);
    assert.equal(described({ me: 'mira', issue: issue(1, { author: mira }) }).me, account.user);
  });

  it('has the problem and the age of what it shows, but no problem for an issue that no longer exists', () => {
    const error = new GitLabError('offline');
    const of = (opened: PageParts['opened']) => {
      const { problem, age, isGone } = described({ opened });
      return [problem, age, isGone];
    };
    const asOf = now - 3 * 3_600_000;
    assert.deepEqual(of({ isLoading: false, isGone: false, error, asOf }), [error.message, '3 hours ago', false]);
    assert.deepEqual(of({ isLoading: false, isGone: false, error }), [error.message, undefined, false]);
    assert.deepEqual(of({ isLoading: false, isGone: true, error, asOf }), [undefined, '3 hours ago', true]);
    assert.deepEqual(of({ isLoading: false, isGone: false, asOf }), [undefined, undefined, false]);
  });

  it('C2: has the local day of the extension', () => {
    const initial = process.env['TZ'];
    for (const [zone, today] of [
      ['Pacific/Auckland', '2026-11-29'],
      ['America/Los_Angeles', '2026-11-28'],
    ] as const) {
      process.env['TZ'] = zone;
      assert.equal(described({ now: Date.parse('2026-11-28T22:14:00Z') }).today, today, zone);
    }
    if (initial === undefined) delete process.env['TZ'];
    else process.env['TZ'] = initial;
  });

  it('offers to sign in if the token is invalid, and not if another token would not help', () => {
    const openedWith = (error: GitLabError) => described({ opened: { isLoading: false, isGone: false, error } });
    const host = 'gitlab.com';
    const dead = openedWith(new GitLabError('auth', { host, detail: 'revoked' }));
    assert.equal(dead.problem, 'Sign in to gitlab.com again.');
    assert.equal(dead.signInAgain, true);
    for (const error of [
      new GitLabError('offline', { host }),
      new GitLabError('auth', { host, detail: 'proofRequired' }),
    ]) {
      assert.equal(openedWith(error).problem, error.message);
      assert.equal(openedWith(error).signInAgain, undefined);
    }
  });
});
