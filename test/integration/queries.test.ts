import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';

describe('settings with a single value', () => {
  const wrong = { [settings.groupBy]: 7, [settings.sortBy]: 'by colour', [settings.pollingInterval]: 'often' };
  const write = async (values: Readonly<Record<string, unknown>>) => {
    const configuration = vscode.workspace.getConfiguration(settings.section);
    for (const [name, value] of Object.entries(values))
      await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  };

  afterEach(async () => {
    await write(Object.fromEntries(Object.keys(wrong).map((name) => [name, undefined])));
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('A01: are ignored if invalid, with one line in the log', async () => {
    await vscode.commands.executeCommand(commands.showLog);
    await write(wrong);
    // The lists read the settings to mark the current grouping and sort order.
    for (const command of [commands.groupBy, commands.sortBy, commands.groupBy]) {
      let isOver = false;
      void Promise.resolve(vscode.commands.executeCommand(command)).then(() => (isOver = true));
      await waitUntil('the list to close', async () => {
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        return isOver;
      });
    }
    const texts = () =>
      vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'output').map((log) => log.getText());
    const told = (name: string) => texts().join('\n').split(`the setting gitlabIssues.${name} because`).length - 1;
    for (const name of [settings.groupBy, settings.sortBy])
      await waitUntil(`one line about ${name}`, () => told(name) === 1, { seen: texts });
    assert.equal(told(settings.groupBy), 1);
  });
});

describe('commands for queries', () => {
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

  it("add, edit, and remove queries in the user's settings", async () => {
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

  it('change a list where it is defined, and leave invalid entries unchanged', async () => {
    await write(['nothing', { name: 'Ours', query: 'label:ours' }], vscode.ConfigurationTarget.Workspace);
    await run(commands.editQuery, { name: 'Ours', query: 'label:theirs' });
    assert.deepEqual(kept(), {
      ...kept(),
      globalValue: undefined,
      workspaceValue: ['nothing', { name: 'Ours', query: 'label:theirs' }],
    });
  });

  it('A01: ignore a list of the wrong type, and never overwrite it', async () => {
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

  it('reject an invalid query with the position and reason, and keep the old one', async () => {
    await run(commands.addQuery, { name: 'Bugs', query: 'label:bug' });
    const before = kept().globalValue;
    const edit = (answers: object) => rejection(run(commands.editQuery, { name: 'Bugs', ...answers }));
    assert.match(await edit({ query: 'label:bug asignee:@me' }), /asignee:@me: .*Did you mean 'assignee'/);
    assert.match(await edit({ query: 'state:closed weight:>=3' }), /isn't supported for closed issues/);
    assert.match(await edit({ newName: '' }), /name '' is empty/);
    assert.match(
      await rejection(run(commands.addQuery, { name: 'BUGS', query: 'label:x' })),
      /name 'BUGS' is .*already in use/,
    );
    assert.match(await rejection(run(commands.editQuery, { name: 'Cats' })), /Unknown query 'Cats'/);
    assert.match(await rejection(run(commands.removeQuery, { name: 'Cats' })), /Unknown query 'Cats'/);
    assert.match(await rejection(run(commands.addQuery, { name: 'A', query: 'b', colour: 'red' })), /colour/);
    assert.deepEqual(kept().globalValue, before);
  });

  it('defect 20: duplicate, hide, show, and move queries, also the built-in ones', async () => {
    await run(commands.addQuery, { name: 'Bugs', query: 'label:bug' });
    await run(commands.duplicateQuery, { name: 'Bugs', newName: 'Late bugs' });
    await run(commands.duplicateQuery, { name: 'closed', newName: 'Closed' });
    const bugs = { name: 'Bugs', query: 'label:bug' };
    const late = { name: 'Late bugs', query: 'label:bug' };
    assert.deepEqual(kept().globalValue, [
      ...[{ builtIn: 'assigned' }, { builtIn: 'created' }, bugs, late, { builtIn: 'closed' }],
      ...[{ name: 'Closed', query: 'state:closed updated:<14d sort:updated' }, { builtIn: 'open' }],
    ]);
    await run(commands.removeQuery, { name: 'Closed' });
    await run(commands.moveQueryUp, { name: 'Late bugs' });
    // What is at its usual place isn't stored.
    assert.deepEqual(kept().globalValue, [late, bugs]);
    await run(commands.moveQueryUp, { name: 'assigned' });
    assert.deepEqual(kept().globalValue, [late, bugs], 'it is the first one');
    await run(commands.moveQueryUp, { name: 'open' });
    const closed = { builtIn: 'closed' };
    assert.deepEqual(kept().globalValue, [
      ...[{ builtIn: 'assigned' }, { builtIn: 'created' }, late, bugs, { builtIn: 'open' }, closed],
    ]);
    await run(commands.moveQueryDown, { name: 'open' });
    await run(commands.hideQuery, { name: 'created' });
    await run(commands.hideQuery, { name: 'bugs' });
    assert.deepEqual(kept().globalValue, [{ builtIn: 'created', hidden: true }, late, { ...bugs, hidden: true }]);
    // A hidden query is no place to move to.
    await run(commands.moveQueryUp, { name: 'Late bugs' });
    assert.deepEqual((kept().globalValue as unknown[])[0], late);
    await run(commands.showQueries, { names: ['assigned', 'created', 'closed', 'open', 'Bugs', 'Late bugs'] });
    assert.deepEqual(
      (kept().globalValue as { hidden?: true }[]).filter(({ hidden }) => hidden),
      [],
    );
    assert.match(await rejection(run(commands.showQueries, { names: [] })), /At least one query must be visible/);
    assert.match(await rejection(run(commands.hideQuery, { name: 'Cats' })), /Unknown query 'Cats'/);
  });

  it('use the current filter by default', async () => {
    await run(commands.filter, { query: 'label:bug state:closed' });
    try {
      await run(commands.addQuery, { name: 'From the filter' });
    } finally {
      await run(commands.filter, { query: '' });
    }
    assert.deepEqual(kept().globalValue, [{ name: 'From the filter', query: 'label:bug state:closed' }]);
  });
});
