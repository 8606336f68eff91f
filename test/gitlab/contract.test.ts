import assert from 'node:assert/strict';
import { listParams, statisticsParams } from './api/issueParams.ts';
import { createParams, updateParams } from './api/issueWriteParams.ts';
import { accept, gitlab, read, strict } from './contractSchemas.ts';
import type { ParamSpec } from './http/params.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';
import { ServerVersion } from './world/serverVersion.ts';

const names = read('openapi-names.json') as {
  definitions: Record<string, string[]>;
  queries: Record<string, string[]>;
  bodies: Record<string, string[]>;
};

for (const [version, edition] of [
  ['18.9.1-ee', 'ee'],
  ['18.9.1', 'ce'],
  ['16.11.2-ee', 'ee'],
  ['19.1.0-ee', 'ee'],
] as const) {
  describe(`Contract: responses of ${version} (${edition})`, () => {
    let standIn: StandInGitLab;
    before(async () => {
      standIn = await StandInGitLab.start({ version, edition, now: () => noon, relativeRoot: '/gitlab', issues: 60 });
    });
    after(() => standIn.close());

    for (const path of ['/projects/101/issues', '/groups/tanuki-tools/issues', '/issues?scope=all']) {
      it(`issues of ${path}`, async () => {
        const { rows } = await ask(standIn, `${path}${path.includes('?') ? '&' : '?'}per_page=100`);
        assert.ok(rows.length > 50);
        for (const issue of rows) accept(strict('Issue'), issue);
        accept(gitlab('issues'), rows);
        const known = new Set([...(names.definitions['API_Entities_Issue'] ?? []), 'start_date']);
        for (const key of Object.keys(rows[0]!)) assert.ok(known.has(key), `${key} is no key of an issue`);
      });
    }

    it('label objects with with_labels_details', async () => {
      const { rows } = await ask(standIn, '/projects/101/issues?with_labels_details=true&labels=Any&per_page=100');
      assert.ok(rows.length > 5);
      for (const issue of rows) {
        accept(strict('Issue'), issue);
        for (const label of issue.labels) accept(gitlab('label_basic'), label);
      }
    });

    it("a single issue, with its keys in GitLab's order", async () => {
      const { json } = await ask(standIn, '/projects/101/issues/5');
      accept(strict('IssueSingle'), json);
      accept(gitlab('issue'), json);
      const example = read(`examples/issue.single.${edition}.json`) as Record<string, unknown>;
      const order = Object.keys(example).filter((key) => key in json);
      assert.deepEqual(
        Object.keys(json).filter((key) => key in example),
        order,
      );
      const missing = Object.keys(example).filter((key) => !(key in json) && key !== 'task_status');
      const expected = { '16.11.2-ee': ['start_date', 'imported', 'imported_from'], '19.1.0-ee': [] };
      assert.deepEqual(missing, version in expected ? expected[version as keyof typeof expected] : ['start_date']);
    });

    it('statistics', async () => {
      for (const path of ['/projects/101', '/groups/10', ''])
        accept(strict('Statistics'), (await ask(standIn, `${path}/issues_statistics?scope=all`)).json);
    });

    it('notes and discussions', async () => {
      const discussions = (await ask(standIn, '/projects/101/issues/6/discussions')).rows;
      const notes = (await ask(standIn, '/projects/101/issues/6/notes')).rows;
      assert.ok(notes.length > 0);
      for (const note of notes) accept(strict('Note'), note);
      accept(gitlab('notes'), notes);
      for (const { resolvable, ...discussion } of discussions) {
        assert.equal(typeof resolvable, version.startsWith('19') ? 'boolean' : 'undefined');
        accept(strict('Discussion'), discussion);
      }
    });

    it('user, token, version, projects, members, labels, and milestones', async () => {
      accept(strict('PatSelf'), (await ask(standIn, '/personal_access_tokens/self')).json);
      for (const path of ['/version', '/metadata']) {
        const { json } = await ask(standIn, path);
        accept(strict('Metadata'), json);
        accept(gitlab('metadata'), json);
        assert.equal(json.enterprise, edition === 'ee');
      }
      accept(gitlab('projects'), (await ask(standIn, '/projects?simple=true')).json);
      const project = (await ask(standIn, '/projects/101')).json;
      const known = new Set(names.definitions['API_Entities_ProjectWithAccess']);
      for (const key of Object.keys(project)) assert.ok(known.has(key), `${key} is no key of a project`);
      const members = (await ask(standIn, '/projects/101/members/all')).rows;
      accept(gitlab('members'), members);
      for (const member of members) accept(strict('Member'), member);
      for (const user of (await ask(standIn, '/projects/101/users')).rows) {
        accept(strict('UserBasic'), user);
        accept(gitlab('user/basic'), user);
      }
      for (const label of (await ask(standIn, '/projects/101/labels?with_counts=true')).rows)
        accept(gitlab('labels/project_label_with_counts'), label);
      for (const one of (await ask(standIn, '/projects/101/milestones?include_ancestors=true')).rows) {
        accept(strict('Milestone'), one);
        accept(gitlab('milestone'), one);
      }
    });

    it('has no EE keys in a CE response', async () => {
      const { text } = await ask(standIn, '/projects/101/issues?per_page=100');
      for (const key of ['weight', 'epic', 'epic_iid', 'iteration', 'health_status', 'blocking_issues_count'])
        assert.equal(text.includes(`"${key}":`), edition === 'ee', key);
    });
  });
}

describe('Contract: query parameters', () => {
  const version = new ServerVersion('18.9.1-ee', 'ee');
  const declared = (specs: readonly ParamSpec[]): string[] => specs.map((spec) => spec.name).sort();
  const documented = (path: string): string[] => (names.queries[path] ?? []).filter((name) => name !== 'id').sort();

  for (const [level, prefix] of [
    ['project', '/api/v4/projects/{id}'],
    ['group', '/api/v4/groups/{id}'],
    ['global', '/api/v4'],
  ] as const) {
    it(`of the ${level}'s issue list and statistics match GitLab's OpenAPI document`, () => {
      assert.deepEqual(declared(listParams(version, level, false)), documented(`${prefix}/issues`));
      assert.deepEqual(declared(statisticsParams(version, level)), documented(`${prefix}/issues_statistics`));
    });
  }

  it("of creating and updating an issue match GitLab's OpenAPI document", () => {
    const { bodies } = names;
    assert.deepEqual(declared(createParams(version)), bodies['postApiV4ProjectsIdIssues']?.toSorted());
    const update = declared(updateParams(version)).filter((name) => name !== 'issue_iid');
    // The document includes created_at, which counts only toward "at least one".
    const documented = bodies['putApiV4ProjectsIdIssuesIssueIid']?.filter((name) => name !== 'created_at');
    assert.deepEqual(update, documented?.toSorted());
  });
});
