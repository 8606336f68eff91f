import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { Issue } from '../../../src/model/issue.ts';
import type { Group } from '../../../src/model/issueScope.ts';
import type { Project } from '../../../src/model/project.ts';
import { Random } from '../../gitlab/seed/random.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { badAnswers, type BadKind, badKinds } from '../badAnswers.ts';
import { type Shape, shapeOf } from '../shapeOf.ts';
import { runs, seed } from '../testRuns.ts';
import { transportTo } from './startTransport.ts';

/** What the calls are about. */
interface Subjects {
  readonly project: Project;
  readonly other: Project;
  readonly group: Group;
  readonly issue: Issue;
  /** An issue of its own for each call that removes it. */
  readonly moved: Issue;
  readonly deleted: Issue;
  /** The ID of a thread, and of its note. */
  readonly thread: string;
  readonly note: number;
  readonly link: number;
  readonly userId: number;
  readonly upload: { readonly secret: string; readonly name: string };
}

/** A call of every public method. A method without a call doesn't compile. */
type Calls<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => Promise<unknown> ? K : never]: (
    asked: T,
    subjects: Subjects,
  ) => Promise<unknown>;
};

const today = Date.UTC(2026, 0, 1);
const expiry = '2026-12-01';
const newest = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 100 } as const;

const ofClient: Calls<GitLabClient> = {
  serverVersion: (asked) => asked.serverVersion(),
  probe: async (asked) => {
    const { error, ...found } = await asked.probe();
    if (error) throw error;
    return found;
  },
  findMembers: (asked, { project }) => asked.findMembers({ kind: 'project', id: project.id }, ''),
  findUser: (asked) => asked.findUser('mira.lindqvist'),
  findProject: (asked, { project }) => asked.findProject(project.path),
  cloneUrls: (asked, { project }) => asked.cloneUrls(project.path),
  findGroup: (asked, { group }) => asked.findGroup(group.path),
  searchProjects: (asked) => asked.searchProjects(''),
  searchGroups: (asked) => asked.searchGroups(''),
  findIssue: (asked, { project, issue }) => asked.findIssue(project, issue.iid),
  listIssues: (asked, { project }) => asked.listIssues(project, { ...newest, filter: { labels: 'Any' } }),
  countOpenIssues: (asked, { project }) => asked.countOpenIssues(project, {}),
  newestNote: (asked, { issue }) => asked.newestNote(issue),
  updateIssue: (asked, { project, issue }) => asked.updateIssue(project, issue.iid, { title: 'Another title' }),
  createIssue: (asked, { project }) => asked.createIssue(project, { title: 'Title' }),
  moveIssue: (asked, { moved, other }) => asked.moveIssue(moved, other),
  deleteIssue: (asked, { deleted }) => asked.deleteIssue(deleted),
  listLabels: (asked, { project }) => asked.listLabels(project),
  listBoardLabels: (asked, { project }) => asked.listBoardLabels(project),
  listMilestones: (asked, { project }) => asked.listMilestones(project),
  findPeople: (asked, { group }) => asked.findPeople(group, ''),
};

const ofToken: Calls<GitLabClient['token']> = {
  user: (asked) => asked.user(),
  details: (asked) => asked.details(),
  mayReadApi: (asked) => asked.mayReadApi(),
  pathOf: async (asked, { project, group }) => [
    await asked.pathOf('project', project.id),
    await asked.pathOf('group', group.id),
  ],
  // Last, because it revokes the token.
  rotate: (asked) => asked.rotate(expiry),
};

const ofActions: Calls<GitLabClient['actions']> = {
  comment: (asked, { issue }) => asked.comment(issue, 'Text', false),
  addSpentTime: (asked, { issue }) => asked.addSpentTime(issue, '1h'),
  setEstimate: (asked, { issue }) => asked.setEstimate(issue, '2h'),
  setSubscribed: (asked, { issue }) => asked.setSubscribed(issue, true),
  addTodo: (asked, { issue }) => asked.addTodo(issue),
  linkIssue: (asked, { issue, project }) => asked.linkIssue(issue, { projectPath: project.path, iid: 2 }, 'relates_to'),
  findProjects: (asked) => asked.findProjects('', 20),
};

const ofTodos: Calls<GitLabClient['todos']> = {
  list: (asked) => asked.list(),
  finish: async (asked) => {
    const [todo] = (await asked.list())?.todos ?? [];
    await asked.finish(todo?.id ?? 1);
  },
};

const ofReferences: Calls<GitLabClient['references']> = {
  find: (asked, { project }) => asked.find(project, ['#1', '!1', '@mira.lindqvist', '@tanuki-tools', '9ba12248']),
  findSuccessors: (asked, { project, issue }) => asked.findSuccessors(project, issue.iid),
};

const ofDetails: Calls<GitLabClient['details']> = {
  findFacts: (asked, { project, issue }) => asked.findFacts(project, issue.iid),
  findFactsSince: (asked, { project, issue }) => asked.findFactsSince(project, issue.iid),
  listDiscussions: (asked, { issue }) => asked.listDiscussions(issue, 1),
  listEvents: async (asked, { issue }) => [
    await asked.listEvents('label', issue, 1),
    await asked.listEvents('state', issue, 1),
    await asked.listEvents('milestone', issue, 1),
  ],
  findExtras: (asked, { project, issue }) => asked.findExtras(project, issue.iid, {}),
  listNoteReactions: (asked, { issue, note }) => asked.listNoteReactions(issue, note),
  listParticipants: (asked, { issue }) => asked.listParticipants(issue),
  listMergeRequests: (asked, { issue }) => asked.listMergeRequests(issue),
  findDiscussion: (asked, { issue, thread }) => asked.findDiscussion(issue, thread),
  findNote: (asked, { issue, note }) => asked.findNote(issue, note),
  listNewestNotes: (asked, { issue }) => asked.listNewestNotes(issue, 1),
  listLinks: (asked, { project, issue }) => asked.listLinks(project, issue.iid),
  startThread: (asked, { issue }) => asked.startThread(issue, 'Text'),
  reply: (asked, { issue, thread }) => asked.reply(issue, thread, 'Text'),
  editNote: (asked, { issue, thread, note }) => asked.editNote(issue, thread, note, 'Text'),
  resolve: (asked, { issue, thread }) => asked.resolve(issue, thread, true),
  react: (asked, { issue, userId }) => asked.react(issue, undefined, 'rocket', true, userId),
  upload: (asked, { project }) => asked.upload(project, 'a.txt', new Uint8Array([1])),
  download: (asked, { project, upload }) =>
    asked.download({ owner: { kind: 'project', id: project.id }, ...upload }, 1000),
  downloadFile: (asked, { project }) =>
    asked.downloadFile({ project: project.id, path: 'docs/a.png', ref: 'HEAD' }, 1000),
  removeLink: (asked, { issue, link }) => asked.removeLink(issue, link),
  deleteNote: (asked, { issue, thread, note }) => asked.deleteNote(issue, thread, note),
};

const calls: Readonly<Record<string, (client: GitLabClient, subjects: Subjects) => Promise<unknown>>> = {
  ...named('client', ofClient, (client) => client),
  ...named('details', ofDetails, (client) => client.details),
  ...named('references', ofReferences, (client) => client.references),
  ...named('actions', ofActions, (client) => client.actions),
  ...named('todos', ofTodos, (client) => client.todos),
  ...named('token', ofToken, (client) => client.token),
};

function named<T>(group: string, all: Calls<T>, of: (client: GitLabClient) => T): typeof calls {
  const entries = Object.entries<(asked: T, subjects: Subjects) => Promise<unknown>>(all);
  return Object.fromEntries(
    entries.map(([name, call]) => [
      `${group}.${name}`,
      (client: GitLabClient, subjects: Subjects) => call(of(client), subjects),
    ]),
  );
}

/** What one call sent and received. */
interface Exchange {
  readonly key: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const keyOf = (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
  `${init?.method ?? 'GET'} ${new Request(input).url} ${typeof init?.body === 'string' ? init.body : ''}`;

describe('Bad responses', () => {
  let gitlab: StandInGitLab;
  let token: string;
  let host: string;
  /** The right responses to each call, and its result. */
  const recorded = new Map<string, { readonly exchanges: readonly Exchange[]; readonly result: unknown }>();
  let subjects: Subjects;

  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 3, issues: 12, now: () => today });
    token = gitlab.tokens.personal;
    host = new URL(gitlab.url).host;
    subjects = await subjectsOn(gitlab);
    for (const [name, call] of Object.entries(calls)) {
      const exchanges: Exchange[] = [];
      const recording: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        const text = await response.clone().text();
        const { status, headers } = response;
        exchanges.push({ key: keyOf(input, init), status, headers, text });
        return response;
      };
      const result = await call(client(recording), subjects).catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`, { cause: error });
      });
      recorded.set(name, { exchanges, result });
    }
  });
  after(() => gitlab.close());

  const client = (fetch: typeof globalThis.fetch) => new GitLabClient(transportTo(gitlab.url, { token, fetch }));

  /** Responds as recorded, except for one response. */
  const replaying =
    (exchanges: readonly Exchange[], spoiled: Exchange, text: string, contentType: string): typeof fetch =>
    (input, init) => {
      const key = keyOf(input, init);
      const found = exchanges.find((exchange) => exchange.key === key);
      if (!found) return Promise.resolve(Response.json({ message: '404 Not found' }, { status: 404 }));
      const headers = new Headers(found.headers);
      headers.delete('content-length');
      if (found === spoiled) headers.set('content-type', contentType);
      const body = found === spoiled ? text : found.text;
      return Promise.resolve(new Response(found.status === 204 ? null : body, { status: found.status, headers }));
    };

  for (const [name, call] of Object.entries(calls))
    it(`${name} decodes them, or names the server and the request`, async () => {
      const { exchanges, result } = recorded.get(name)!;
      const known = shapeOf(result);
      const random = new Random(seed);
      for (const spoiled of exchanges.filter(({ status, text }) => status < 300 && status !== 204 && text !== ''))
        for (const kind of badKinds) {
          const bad = badAnswers(kind, spoiled.text);
          for (const { text, contentType, what } of random.sample(bad, runs(10, bad.length))) {
            const context = `${name}: ${what} in ${spoiled.key}`;
            const fetch = replaying(exchanges, spoiled, text(), contentType);
            const outcome = await call(client(fetch), subjects).then(
              (value) => ({ value }),
              (error: unknown) => ({ error }),
            );
            if ('error' in outcome) checkError(outcome.error, context);
            else checkValue(outcome.value, known, kind, result, context);
          }
        }
    });

  function checkError(error: unknown, context: string): void {
    assert.ok(GitLabError.is(error), `${context}: ${inspect(error)}`);
    assert.ok(error.message.includes(host), `${context}: ${error.message}`);
    const whole = `${error.stack ?? ''}${JSON.stringify(error.facts)}`;
    for (const secret of [token, subjects.upload.secret]) assert.ok(!whole.includes(secret), `${context}: ${whole}`);
    if (!GitLabError.is(error, 'badData', 'notGitLab')) return;
    const { method, path } = error.facts;
    assert.ok(method && path && error.message.includes(`${method} ${path}`), `${context}: ${error.message}`);
  }

  function checkValue(value: unknown, known: Shape, kind: BadKind, right: unknown, context: string): void {
    for (const [place, types] of shapeOf(value)) {
      for (const type of types) {
        const expected = known.get(place);
        const isKnown = !expected || expected.has(type) || type === 'undefined' || type === 'null';
        assert.ok(isKnown && !type.startsWith('bad'), `${context}: ${place} is ${type}: ${inspect(value)}`);
      }
    }
    if (kind === 'extra key') assert.ok(isDeepStrictEqual(value, right), `${context}: ${inspect(value)}`);
  }
});

/** Creates what the calls need. */
async function subjectsOn(gitlab: StandInGitLab): Promise<Subjects> {
  const client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
  const [project, other] = await Promise.all(
    [...gitlab.world.projects.keys()].slice(0, 2).map((id) => client.findProject(id)),
  );
  assert.ok(project && other);
  const group = await client.findGroup('tanuki-tools');
  const [issue, moved, deleted] = await Promise.all([1, 3, 4].map((iid) => client.findIssue(project, iid)));
  assert.ok(issue && moved && deleted);
  await client.details.startThread(issue, 'A thread');
  await client.details.startThread(issue, 'Another thread');
  const { discussions = [] } = await client.details.listDiscussions(issue, 1);
  const thread = discussions.findLast(({ isThread }) => isThread);
  assert.ok(thread?.notes[0]);
  await client.actions.linkIssue(issue, { projectPath: project.path, iid: 5 }, 'relates_to');
  const [link] = await client.details.listLinks(project, issue.iid);
  const { id: userId } = await client.token.user();
  // Only owners delete issues.
  gitlab.world.people.setRole(userId, { projectId: project.id }, 50);
  await client.details.react(issue, undefined, 'tada', true, userId);
  const markdown = await client.details.upload(project, 'b.txt', new Uint8Array([1]));
  const { secret, name } = /\/uploads\/(?<secret>[^/]+)\/(?<name>[^)]+)/.exec(markdown)?.groups ?? {};
  assert.ok(link && secret !== undefined && name !== undefined);
  gitlab.world.files.push({ projectId: project.id, path: 'docs/a.png', bytes: () => Buffer.from([1]) });
  return {
    ...{ project, other, group, issue, moved, deleted, userId },
    ...{ thread: thread.id, note: thread.notes[0].id, link: link.linkId, upload: { secret, name } },
  };
}
