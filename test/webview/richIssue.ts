import type { Issue, IssueUser } from '../../src/model/issue.ts';
import type { Discussion, Note } from '../../src/model/issueDetails.ts';
import type { IssueEvent } from '../../src/model/issueEvent.ts';
import { wholeActivity } from '../../src/model/page/pageActivity.ts';
import type { PageState } from '../../src/model/page/pageState.ts';

/** The current time in the tests with this issue. */
export const now = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;
const day = 24 * hour;

const person = (id: number, username: string, name: string): IssueUser => ({ id, username, name });
export const me = person(1, 'mira', 'Mira Lindqvist');
const jonas = person(2, 'jonas', 'Jonas Weber');
const aiko = person(3, 'aiko', '田中 愛子');
const omar = person(4, 'omar', 'Omar El-Sayed');

const issue: Issue = {
  id: 4711,
  iid: 128,
  projectId: 7,
  title: 'Wrong total in the basket when a voucher is used twice',
  state: 'opened',
  type: 'issue',
  labels: ['bug', 'checkout', 'priority::high', 'workflow::in review'],
  milestone: { id: 3, title: '2026.4 – Winter sale', isActive: true, dueDate: '2026-12-01' },
  assignees: [me, jonas],
  author: jonas,
  createdAt: now - 12 * day,
  updatedAt: now - 2 * hour,
  dueDate: '2026-11-12',
  confidential: false,
  weight: 5,
  upvotes: 3,
  commentCount: 7,
  webUrl: 'https://gitlab.example.com/shop/web/-/issues/128',
  reference: 'shop/web#128',
};

const description = `Reported by **two customers** this week; I can reproduce it every time (see #97 and !31).

1. Put two things into the basket
2. Enter \`WINTER26\`, then reload the page
3. Enter it *again*

\`\`\`ts
const total = items.reduce((sum, item) => sum + item.price * item.count, 0);
// the voucher is applied twice: once here …
return applyVoucher(applyVoucher(total));
\`\`\`

> [!warning]
> Orders placed meanwhile have to be corrected by hand: ask @aiko.

| Basket | expected | shown |
| --- | ---: | ---: |
| 2 × mug | 18.00 € | 16.20 € |
| 1 × lamp | 89.00 € | 80.10 € |

- [x] Agree on the behaviour
- [ ] Write the failing test
- [ ] Fix it
`;

function note(id: number, author: IssueUser, body: string, ago: number, more: Partial<Note> = {}): Note {
  const at = now - ago;
  return {
    id,
    author,
    body,
    createdAt: at,
    updatedAt: at,
    isSystem: false,
    isInternal: false,
    isResolvable: false,
    ...more,
  };
}

const system = (id: number, author: IssueUser, body: string, ago: number) =>
  note(id, author, body, ago, { isSystem: true });

function thread(id: string, ...notes: Note[]): Discussion {
  return { id: id.padEnd(40, '0'), isThread: notes.length > 1, notes };
}

export const discussions: readonly Discussion[] = [
  thread('a1', system(101, jonas, 'added ~bug ~checkout labels', 12 * day)),
  thread('a2', system(102, jonas, 'assigned to @mira and @jonas', 12 * day)),
  thread('a3', system(103, jonas, 'changed the milestone to %"2026.4 – Winter sale"', 11 * day)),
  thread('a4', system(104, me, 'changed due date to November 12, 2026', 11 * day)),
  thread(
    'b1',
    note(
      201,
      me,
      'I can confirm this on staging. The voucher is stored in the session *and* in the basket :thinking:',
      10 * day,
      {
        updatedAt: now - 9 * day,
      },
    ),
  ),
  thread(
    'b2',
    note(202, aiko, 'Shall we drop the session copy? The basket survives a login anyway.', 9 * day, {
      isResolvable: true,
    }),
    note(
      203,
      jonas,
      'Yes – but old sessions need a migration:\n\n```sql\nUPDATE sessions SET voucher = NULL;\n```',
      8 * day,
      {
        isResolvable: true,
      },
    ),
    note(204, me, 'Done in !31, please have a look.', 7 * day, { isResolvable: true }),
  ),
  thread(
    'b3',
    note(205, omar, 'The customer was paid back. **Do not** mention the amount in public.', 6 * day, {
      isInternal: true,
    }),
  ),
  thread(
    'b4',
    note(206, aiko, 'Is the rounding right for Japanese yen?', 5 * day, {
      isResolvable: true,
      resolved: { by: jonas, at: now - 4 * day },
    }),
    note(207, jonas, 'Yes, there are no decimals.', 5 * day, {
      isResolvable: true,
      resolved: { by: jonas, at: now - 4 * day },
    }),
  ),
  thread('a5', system(105, aiko, 'mentioned in merge request !31', 2 * day)),
  thread('b5', note(208, jonas, 'Review is done; I only wait for the pipeline. :rocket:', 2 * hour)),
];

const linked = (iid: number, title: string, state: Issue['state']): Issue => ({
  ...issue,
  id: 5000 + iid,
  iid,
  title,
  state,
  webUrl: `https://gitlab.example.com/shop/web/-/issues/${iid}`,
  reference: `shop/web#${iid}`,
});

const label = (id: number, action: 'add' | 'remove', name: string | undefined, color = '#d9534f'): IssueEvent => ({
  kind: 'label',
  id,
  action,
  ...(name === undefined ? {} : { label: { name, color } }),
  author: aiko,
  createdAt: now - 5.5 * day,
});

/** Changes without system notes: labels at once, a weight, and an issue that was closed and reopened. */
export const events: readonly IssueEvent[] = [
  label(1, 'add', 'priority::high', '#f0ad4e'),
  label(2, 'remove', undefined),
  { kind: 'weight', id: 1, author: aiko, createdAt: now - 5.5 * day, weight: 5 },
  { kind: 'state', id: 1, author: jonas, createdAt: now - day, state: 'closed', mergeRequest: 31 },
  { kind: 'state', id: 2, author: me, createdAt: now - hour, state: 'reopened' },
];

/** An issue with every feature, as shown to a user with all permissions. */
export const richState: PageState = {
  issue,
  description,
  project: { path: 'shop/web', webUrl: 'https://gitlab.example.com/shop/web', instance: 'https://gitlab.example.com' },
  me,
  writer: me.id,
  rights: {
    comment: true,
    edit: true,
    triage: true,
    delete: true,
    maintain: true,
    signInHelps: false,
    hasWeight: true,
  },
  labelColors: { bug: '#d9534f', checkout: '#428bca', 'priority::high': '#f0ad4e', 'workflow::in review': '#69d100' },
  details: {
    isLocked: false,
    isSubscribed: true,
    timeEstimate: '2d',
    timeSpent: '1d 3h 30m',
    reactions: [
      { name: 'thumbsup', user: me },
      { name: 'thumbsup', user: aiko },
      { name: 'eyes', user: omar },
    ],
    noteReactions: {
      ...Object.fromEntries(discussions.flatMap(({ notes }) => notes.map(({ id }) => [id, []]))),
      208: [{ name: 'tada', user: aiko }],
      201: [{ name: 'heart', user: me }],
    },
    participants: [me, jonas, aiko, omar],
    mergeRequests: [
      {
        id: 31,
        title: 'Keep the voucher in the basket only',
        state: 'opened',
        isDraft: false,
        closes: true,
        reference: 'shop/web!31',
        webUrl: 'https://gitlab.example.com/shop/web/-/merge_requests/31',
      },
      {
        id: 28,
        title: 'Draft: Try to sum up vouchers on the server',
        state: 'closed',
        isDraft: true,
        closes: false,
        reference: 'shop/web!28',
        webUrl: 'https://gitlab.example.com/shop/web/-/merge_requests/28',
      },
    ],
    links: [
      { linkId: 11, type: 'blocks', issue: linked(131, 'Release 2026.4', 'opened') },
      { linkId: 12, type: 'relates_to', issue: linked(97, 'Vouchers survive a logout', 'closed') },
    ],
    children: [
      {
        iid: 140,
        title: 'Migrate old sessions',
        state: 'closed',
        webUrl: 'https://gitlab.example.com/shop/web/-/issues/140',
      },
      {
        iid: 141,
        title: 'Write to the customers',
        state: 'opened',
        webUrl: 'https://gitlab.example.com/shop/web/-/issues/141',
      },
    ],
  },
  discussions,
  hasMoreDiscussions: false,
  events,
  activity: wholeActivity,
  today: '2026-11-20',
  isLoading: false,
  isGone: false,
  drafts: {},
};

/** Returns an issue with the given number of comments. */
export function longState(count: number): PageState {
  const many = Array.from({ length: count }, (_, at) =>
    thread(
      `c${at.toString(16)}`,
      note(1000 + at, at % 2 === 0 ? jonas : aiko, `Comment **number ${at}**, see #${at + 1}.`, day),
    ),
  );
  return { ...richState, discussions: many, events: [] };
}

/** The state after a poll with a new comment, a new title, and a new description. */
export const changedState = {
  ...richState,
  issue: { ...richState.issue, title: 'Another title', updatedAt: now },
  description: 'Another description',
  discussions: [
    ...discussions,
    {
      id: 'd'.repeat(40),
      isThread: false,
      notes: [{ ...discussions.at(-1)!.notes[0]!, id: 999, body: 'Something new' }],
    },
  ],
};
