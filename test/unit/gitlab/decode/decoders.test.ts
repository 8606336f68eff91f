import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import * as decode from '../../../../src/gitlab/decode/decode.ts';
import * as decodeDetails from '../../../../src/gitlab/decode/decodeDetails.ts';
import * as decodeEvents from '../../../../src/gitlab/decode/decodeEvents.ts';
import * as decodeIssue from '../../../../src/gitlab/decode/decodeIssue.ts';
import * as decodeTemplates from '../../../../src/gitlab/decode/decodeTemplates.ts';
import { decodeIssuePage } from '../../../../src/gitlab/issueCalls.ts';
import { decodeSuccessors, numbersAndPeople } from '../../../../src/gitlab/referenceDocuments.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { placesOf, replaced } from '../../badAnswers.ts';
import { shapeOf } from '../../shapeOf.ts';
import { runs } from '../../testRuns.ts';

const source = { projectPath: 'group/app', projectWebUrl: 'https://gitlab.example.com/group/app' };
const newest = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 100 } as const;

/** The arguments of decoders that need more than the JSON. */
const more: Readonly<Record<string, readonly unknown[]>> = {
  decodeIssue: [source],
  decodeIssues: [source],
  decodeFacts: [source],
  decodeLinks: [source],
  decodeMergeRequests: [{ closes: true }],
  decodeAwardIds: ['rocket', 1],
};

type Decoder = (json: unknown) => unknown;

/** Every exported decoder, so that a new one is tested too. */
const decoders: Readonly<Record<string, Decoder>> = {
  ...Object.fromEntries(
    Object.entries({ ...decode, ...decodeDetails, ...decodeIssue, ...decodeTemplates })
      .filter(([name]) => name.startsWith('decode'))
      .map(([name, decoder]) => [
        name,
        (json) => (decoder as (...args: unknown[]) => unknown)(json, ...(more[name] ?? [])),
      ]),
  ),
  ...Object.fromEntries(
    (['label', 'state', 'milestone', 'weight', 'iteration'] as const).map((kind) => [
      `decodeEvents of ${kind}`,
      (json) => decodeEvents.decodeEvents(kind, json),
    ]),
  ),
  readMilestone: decodeIssue.readMilestone,
  decodeIssuePage: (body) =>
    decodeIssuePage({ status: 200, headers: {}, unchanged: false, body, facts: {} }, newest, source),
  decodeSuccessors,
  numbersAndPeople: (json) =>
    numbersAndPeople('group/app', ['#1', '!1', '@user'])?.read(
      typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {},
    ),
};

const user = { id: 1, username: 'user', name: 'User', state: 'active' };
const page = { hasNextPage: true, endCursor: 'next' };
const emoji = { nodes: [{ name: 'rocket', user: { ...user, id: 'gid://gitlab/User/1' } }], pageInfo: page };
const thing = { iid: '1', title: 'Title', state: 'opened', webUrl: 'https://gitlab.example.com/1', moved: true };
const things = { nodes: [thing], pageInfo: page };
const notes = { nodes: [{ id: 'gid://gitlab/Note/9', awardEmoji: emoji }], pageInfo: page };
const widget = { awardEmoji: emoji, children: things, discussions: { nodes: [{ notes }], pageInfo: page } };
const time = '2026-01-02T03:04:05Z';
const note = { id: 1, author: user, body: 'Text', created_at: time, updated_at: time, system: false };
const milestone = { id: 1, title: 'Title', state: 'active', start_date: '2026-01-02', due_date: '2026-01-02' };

/** One response that all decoders can read, as a row or as a list of it. */
const right = {
  ...{ id: 1, iid: 1, project_id: 1, group_id: 1, title: 'Title', name: 'Name', username: 'user', state: 'opened' },
  ...{ issue_type: 'issue', labels: ['bug', { name: 'bug' }], milestone, iteration: milestone, user, author: user },
  ...{ assignees: [user], assignee: user, created_at: time, updated_at: time, closed_at: time, closed_by: user },
  ...{ due_date: '2026-01-02', start_date: '2026-01-02', expires_at: '2026-01-02', confidential: true, weight: 1 },
  ...{ discussion_locked: true, upvotes: 1, user_notes_count: 1, web_url: 'https://gitlab.example.com/1' },
  ...{ references: { full: 'group/app#1' }, path_with_namespace: 'group/app', full_path: 'group/app', archived: true },
  ...{
    issues_enabled: true,
    permissions: { project_access: { access_level: 30 }, group_access: { access_level: 40 } },
  },
  ...{ color: '#fff', description: 'Text', priority: 1, lists: [{ position: 1, label: { name: 'bug' } }] },
  ...{ scopes: ['api'], granular: true, token: 'glpat-x', version: '18.9.1-ee', enterprise: true, moved_to_id: 1 },
  ...{ granular_scopes: [{ access: 'projects', permissions: ['read_issue'], project_id: 1, group_id: 1 }] },
  ...{ statistics: { counts: { opened: 1 } }, time_stats: { time_estimate: 1, total_time_spent: 1 }, subscribed: true },
  ...{ ...note, individual_note: true, notes: [note], summary: ['Text'], resolvable: true, resolved: true },
  ...{ resolved_by: user, resolved_at: time, draft: true, issue_link_id: 1, link_type: 'blocks', markdown: '![](x)' },
  ...{ action: 'add', label: { name: 'bug', color: '#fff' }, source_commit: '9ba12248', source_merge_request_id: 1 },
  data: {
    project: {
      workItems: { nodes: [{ widgets: [widget] }] },
      issue: { movedTo: { reference: 'group/app#1', webUrl: 'https://gitlab.example.com/1' } },
    },
  },
  p0: { issues: things, mergeRequests: things },
  users: { nodes: [{ ...user, webUrl: 'https://gitlab.example.com/user' }] },
};
const places = placesOf(right);

/** Values that are wrong in most places. `1e999` is JSON, too, which is read as `Infinity`. */
const wrong = [null, '1', 2 ** 53, Infinity, {}, true, 'text', 0, -1, 1.5, -Infinity, []];
/** Any JSON, with some values of GitLab. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(...wrong),
    fc.constantFrom('', '1', '2026-01-02', time, '+275760-09-13T00:00:00.001Z', 'https://gitlab.example.com'),
    fc.constantFrom('opened', 'closed', 'add', 'gid://gitlab/User/1', 'gid://gitlab/User/99999999999999999999', '#fff'),
    fc.string(),
    fc.double({ noNaN: true }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(right), '__proto__'), fc.string()), tie('json')),
  ),
}));
/** The right response with other values in some places, in a list or on its own. */
const body = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...places), json), { maxLength: 4 }), fc.boolean())
  .map(([changes, isList]) => {
    const row = changes.reduce<unknown>((whole, [place, value]) => replaced(whole, place, value), right);
    return isList ? [right, row] : row;
  });

describe('Decoders', () => {
  function check(decoder: Decoder, response: unknown): void {
    let decoded: unknown;
    try {
      decoded = decoder(response);
    } catch (error) {
      assert.ok(GitLabError.is(error, 'badData'), inspect(error));
      return;
    }
    for (const [place, types] of shapeOf(decoded))
      for (const type of types) assert.ok(!type.startsWith('bad'), `${place} is a ${type}: ${inspect(decoded)}`);
  }

  for (const [name, decoder] of Object.entries(decoders)) {
    it(`${name} decodes a wrong value in any place to no wrong number, or rejects the response as unreadable`, () => {
      for (const place of places)
        for (const value of wrong.slice(0, runs(5, wrong.length))) {
          const row = replaced(right, place, value);
          for (const response of [row, [row]]) check(decoder, response);
        }
    });

    it(`${name} decodes any JSON to no wrong number, or rejects it as unreadable`, () => {
      const responses = fc.oneof({ weight: 1, arbitrary: json }, { weight: 5, arbitrary: body });
      const property = fc.property(responses, (response) => {
        check(decoder, response);
      });
      fc.assert(property, { numRuns: runs(200, 20_000) });
    });
  }
});
