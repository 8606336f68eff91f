import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { setTemplates } from '../../gitlab/world/issueTemplates.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, transportTo } from './startTransport.ts';

describe('the templates of a project', () => {
  const project = { id: 101 };
  let gitlab: StandInGitLab;
  let client: GitLabClient;
  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 2, issues: 1, relativeRoot: '/gitlab' });
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
  });
  afterEach(() => gitlab.close());
  const set = (id: number, texts: Readonly<Record<string, string>>) => {
    setTemplates(gitlab.world, gitlab.world.project(id), texts);
  };

  it('are listed once each, and have a text', async () => {
    set(101, { Bug: 'Steps', 'Feature request + idea': 'Why?' });
    gitlab.world.group(10).templateProjectId = 102;
    set(102, { Bug: 'Of the group' });
    assert.deepEqual(await client.templates.list(project), {
      names: ['Bug', 'Feature request + idea'],
      standard: undefined,
    });
    assert.deepEqual(await client.templates.find(project, 'Bug'), { name: 'Bug', text: 'Of the group' });
    assert.equal((await client.templates.find(project, 'Feature request + idea')).text, 'Why?');
    assert.equal((await failure(client.templates.find(project, 'Other'))).reason, 'notFound');
  });

  it("have a default, in GitLab's order", async () => {
    const standard = async () => (await client.templates.list(project)).standard;
    set(101, { deFault: 'Of the project' });
    assert.deepEqual(await standard(), { name: 'deFault', text: 'Of the project' });
    gitlab.world.group(10).templateProjectId = 102;
    set(102, { Default: 'Of the group' });
    assert.deepEqual(await standard(), { name: 'Default', text: 'Of the group' });
    gitlab.world.project(101).issuesTemplate = 'Of the settings';
    assert.deepEqual(await standard(), { name: undefined, text: 'Of the settings' });
    gitlab.setVersion('18.9.1', 'ce');
    assert.deepEqual(await standard(), { name: 'deFault', text: 'Of the project' });
  });

  it('are none without a repository, or on a server that has none', async () => {
    gitlab.world.project(101).defaultBranch = null;
    const none = { names: [], standard: undefined };
    assert.deepEqual(await client.templates.list(project), none);
    const answers = [
      { kind: 'error', case: 'forbidden' },
      {
        kind: 'answer',
        status: 400,
        headers: { 'Content-Type': 'application/json' },
        body: '{"error":"type does not have a valid value"}',
      },
    ] as const;
    for (const answer of answers) {
      const remove = gitlab.addFault({ path: '/api/v4/projects/*/templates/*', do: answer });
      assert.deepEqual(await client.templates.list(project), none);
      remove();
    }
    gitlab.addFault({ path: '/api/v4/projects/*/templates/*', do: { kind: 'error', case: 'unauthorized' } });
    assert.equal((await failure(client.templates.list(project))).reason, 'auth');
  });
});
