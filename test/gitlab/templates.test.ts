import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, post } from './testRequest.ts';
import { setTemplates } from './world/issueTemplates.ts';

describe('Issue templates', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 1, projects: 3 });
    setTemplates(standIn.world, standIn.world.project(101), {
      Bug: '## Steps\n\n/label ~bug',
      'Feature request': 'Why?',
    });
  });
  afterEach(() => standIn.close());

  const list = async () => (await ask(standIn, '/projects/101/templates/issues')).json as unknown;
  const create = async (body: object) => (await post(standIn, '/projects/101/issues', { title: 'New', ...body })).json;

  it('are listed by name, and returned with their content', async () => {
    assert.deepEqual(await list(), [
      { key: 'Bug', name: 'Bug' },
      { key: 'Feature request', name: 'Feature request' },
    ]);
    const { json } = await ask(standIn, '/projects/101/templates/issues/Feature%20request');
    assert.deepEqual(json, { name: 'Feature request', content: 'Why?' });
    const missing = await ask(standIn, '/projects/101/templates/issues/Other');
    assert.deepEqual([missing.status, missing.json], [404, { message: '404 Template Not Found' }]);
    const wrong = await ask(standIn, '/projects/101/templates/other');
    assert.deepEqual([wrong.status, wrong.json], [400, { error: 'type does not have a valid value' }]);
  });

  it('include those of the groups above the project, before its own, with the paid features', async () => {
    standIn.world.group(10).templateProjectId = 102;
    setTemplates(standIn.world, standIn.world.project(102), { Bug: 'Of the group', Default: 'Hello' });
    const names = async () => ((await list()) as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(await names(), ['Bug', 'Default', 'Bug', 'Feature request']);
    const { json } = await ask(standIn, '/projects/101/templates/issues/Bug');
    assert.deepEqual(json, { name: 'Bug', content: 'Of the group' });
    standIn.setVersion('18.9.1', 'ce');
    assert.deepEqual(await names(), ['Bug', 'Feature request']);
  });

  it('do not exist without a repository', async () => {
    standIn.world.project(101).defaultBranch = null;
    assert.equal((await ask(standIn, '/projects/101/templates/issues')).status, 404);
  });

  it('become the description of a new issue without one, in this order', async () => {
    assert.equal((await create({})).description, null);
    setTemplates(standIn.world, standIn.world.project(101), { default: 'Of the project' });
    assert.equal((await create({})).description, 'Of the project');
    assert.equal((await create({ description: ' ' })).description, 'Of the project');
    assert.equal((await create({ description: 'Mine' })).description, 'Mine');
    standIn.world.group(10).templateProjectId = 102;
    setTemplates(standIn.world, standIn.world.project(102), { Default: 'Of the group' });
    assert.equal((await create({})).description, 'Of the group');
    standIn.world.project(101).issuesTemplate = 'Of the settings\n\n/label ~bug';
    const issue = await create({});
    assert.deepEqual([issue.description, issue.labels], ['Of the settings\n\n/label ~bug', []]);
    const project = (await ask(standIn, '/projects/101')).json as unknown as { issues_template: string };
    assert.equal(project.issues_template, 'Of the settings\n\n/label ~bug');
  });
});
