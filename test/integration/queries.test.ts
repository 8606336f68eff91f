import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/manifest.ts';

describe('queries by command', () => {
  const configuration = () => vscode.workspace.getConfiguration(settings.section);
  const kept = () => configuration().inspect<unknown>(settings.queries) ?? { globalValue: undefined };
  const run = (command: string, answers: object): Thenable<unknown> => vscode.commands.executeCommand(command, answers);
  const rejection = async (work: Thenable<unknown>): Promise<string> => {
    try {
      await work;
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('It should have been rejected.');
  };
  const write = (value: unknown, target: vscode.ConfigurationTarget) =>
    configuration().update(settings.queries, value, target);

  afterEach(async () => {
    await write(undefined, vscode.ConfigurationTarget.Workspace);
    await write(undefined, vscode.ConfigurationTarget.Global);
  });

  it('are added, edited and removed in the user’s settings', async () => {
    await run(commands.addQuery, { name: 'Bugs', query: 'label:bug' });
    await run(commands.addQuery, { name: 'Mine', query: 'assignee:@me sort:due' });
    await run(commands.editQuery, { name: 'bugs', query: 'label:bug due:overdue', newName: 'Late bugs' });
    assert.deepEqual(kept().globalValue, [
      { name: 'Late bugs', query: 'label:bug due:overdue' },
      { name: 'Mine', query: 'assignee:@me sort:due' },
    ]);
    await run(commands.removeQuery, { name: 'Late bugs' });
    assert.deepEqual(kept().globalValue, [{ name: 'Mine', query: 'assignee:@me sort:due' }]);
  });

  it('are changed where the list is, and what is no query stays as it is', async () => {
    await write(['nothing', { name: 'Ours', query: 'label:ours' }], vscode.ConfigurationTarget.Workspace);
    await run(commands.editQuery, { name: 'Ours', query: 'label:theirs' });
    assert.deepEqual(kept(), {
      ...kept(),
      globalValue: undefined,
      workspaceValue: ['nothing', { name: 'Ours', query: 'label:theirs' }],
    });
  });

  it('A01: a list of a wrong type is passed over, and not written over', async () => {
    await write('label:bug', vscode.ConfigurationTarget.Workspace);
    await run(commands.addQuery, { name: 'Bugs', query: 'label:bug' });
    assert.deepEqual(kept(), {
      ...kept(),
      globalValue: [{ name: 'Bugs', query: 'label:bug' }],
      workspaceValue: 'label:bug',
    });
    await run(commands.editQuery, { name: 'Bugs', newName: 'All bugs' });
    assert.deepEqual(kept().globalValue, [{ name: 'All bugs', query: 'label:bug' }]);
  });

  it('refuse what is wrong by saying where and why, and keep the old', async () => {
    await run(commands.addQuery, { name: 'Bugs', query: 'label:bug' });
    const before = kept().globalValue;
    const edit = (answers: object) => rejection(run(commands.editQuery, { name: 'Bugs', ...answers }));
    assert.match(await edit({ query: 'label:bug asignee:@me' }), /asignee:@me: .*did you mean "assignee"/);
    assert.match(await edit({ query: 'state:closed weight:>=3' }), /cannot be answered for closed issues/);
    assert.match(await edit({ newName: '' }), /needs a name/);
    assert.match(await rejection(run(commands.addQuery, { name: 'BUGS', query: 'label:x' })), /no other has: BUGS/);
    assert.match(await rejection(run(commands.editQuery, { name: 'Cats' })), /no query Cats/);
    assert.match(await rejection(run(commands.removeQuery, { name: 'Cats' })), /no query Cats/);
    assert.match(await rejection(run(commands.addQuery, { name: 'A', query: 'b', colour: 'red' })), /colour/);
    assert.deepEqual(kept().globalValue, before);
  });

  it('take the filter that is on where none is given', async () => {
    await run(commands.filter, { query: 'label:bug state:closed' });
    try {
      await run(commands.addQuery, { name: 'From the filter' });
    } finally {
      await run(commands.filter, { query: '' });
    }
    assert.deepEqual(kept().globalValue, [{ name: 'From the filter', query: 'label:bug state:closed' }]);
  });
});
