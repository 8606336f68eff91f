import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { openIssuesOnServer } from './gitLabAnswers.ts';
import { testEnvironment } from './testEnvironment.ts';

const webShop = 'tanuki-tools/web-shop';
const mobileApp = 'tanuki-tools/mobile-app';
const folder = 'web-shop';

describe('issues of another project or group', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let api: IssuesApi;

  const run = (id: string, answers: object): Thenable<unknown> => vscode.commands.executeCommand(id, answers);
  const rejection = async (id: string, answers: object): Promise<string> => {
    try {
      await run(id, answers);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`${id} was expected to reject`);
  };
  const settings = () => vscode.workspace.getConfiguration('gitlabIssues', vscode.workspace.workspaceFolders?.[0]?.uri);
  const write = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Workspace);
  const paths = () => api.projects.map(({ path }) => path);
  /** Waits until the extension shows the project, or no longer shows it, and has loaded the issues. */
  const shows = async (path: string, isThere = true) => {
    await waitUntil(
      `${path} to be ${isThere ? 'there' : 'gone'}`,
      async () => {
        await api.refresh().catch(() => undefined);
        return paths().includes(path) === isThere;
      },
      { seen: paths },
    );
  };

  before(async () => {
    api = await extensionApi();
    await run(commands.signIn, { url, token: tokens['personal'] });
    await shows(webShop);
  });

  afterEach(async () => {
    await write('trackers', undefined);
    await write('projects', undefined);
    await shows(mobileApp, false);
    await shows(webShop);
  });

  after(() => run(commands.signOut, { url }));

  it("Select Issue Source sets and resets the source of a folder's issues", async () => {
    await run(commands.chooseTracker, { folder, tracker: mobileApp });
    assert.deepEqual(settings().get('trackers'), { [folder]: mobileApp });
    await shows(mobileApp);
    assert.ok(!paths().includes(webShop));
    assert.equal(api.issues(mobileApp).length, (await openIssuesOnServer(mobileApp)).length);
    const [issue] = api.issues(mobileApp);
    await run(commands.copyIssueReference, { project: mobileApp, iid: issue?.iid });
    assert.equal(await vscode.env.clipboard.readText(), `${mobileApp}#${issue?.iid}`);
    // The user selected the issue source, so the extension doesn't ask for confirmation.
    const made = (await run(commands.createIssue, { project: mobileApp, title: 'Made elsewhere' })) as { iid: number };
    assert.ok(api.issues(mobileApp).some(({ iid }) => iid === made.iid));
    await run(commands.chooseTracker, { folder, tracker: null });
    await shows(webShop);
    assert.deepEqual(settings().get('trackers'), {});
  });

  it('a group shows the issues of its projects with their own references, and changes them there', async () => {
    await run(commands.chooseTracker, { folder, tracker: `${url}/groups/tanuki-tools/-/issues` });
    assert.deepEqual(settings().get('trackers'), { [folder]: 'groups/tanuki-tools' });
    await shows(mobileApp);
    assert.ok(paths().includes(webShop) && paths().includes('tanuki-tools/platform/api-gateway'));
    const { iid } = await server.createIssue(mobileApp, { title: 'In a group' });
    await api.refresh(mobileApp);
    await run('gitlabIssues.issue.editLabels', { project: mobileApp, iid, add: ['bug'] });
    assert.deepEqual(api.issues(mobileApp).find((each) => each.iid === iid)?.labels, ['bug']);
    const made = (await run(commands.createIssue, { project: mobileApp, title: 'Made in a group' })) as { iid: number };
    assert.ok(api.issues(mobileApp).some((each) => each.iid === made.iid));
    assert.match(
      await rejection(commands.createIssue, { project: 'groups/tanuki-tools', title: 'x' }),
      /different projects/,
    );
    for (const each of [iid, made.iid]) await run(commands.closeIssue, { project: mobileApp, iid: each });
    await run(commands.chooseTracker, { folder, tracker: null });
  });

  it('Add Project and Remove Project edit the setting', async () => {
    await run(commands.addProject, { project: mobileApp });
    assert.deepEqual(settings().get('projects'), [`${url}/${mobileApp}`]);
    await shows(mobileApp);
    assert.ok(paths().includes(webShop));
    await run(commands.addProject, { project: mobileApp });
    assert.deepEqual(settings().get('projects'), [`${url}/${mobileApp}`]);
    assert.match(await rejection(commands.removeProject, { project: webShop }), /only projects that you added/);
    await run(commands.removeProject, { project: mobileApp });
    assert.deepEqual(settings().get('projects'), []);
    await shows(mobileApp, false);
  });

  it('explain what is wrong with an argument, and write nothing', async () => {
    for (const [id, answers, sentence] of [
      [commands.addProject, { project: 'tanuki-tools/no-such' }, /project wasn't found/],
      [commands.addProject, { project: 'https://gitlab.com/a/b' }, /aren't signed in to gitlab\.com/],
      [
        commands.addProject,
        { project: `https://gitlab.com@${new URL(url).host}/a/b` },
        /isn't a valid project or group/,
      ],
      [commands.addProject, { project: 5 }, /Invalid command argument: project/],
      [commands.chooseTracker, { folder, tracker: 'groups/no-such' }, /group wasn't found/],
      [commands.chooseTracker, { folder: 'no-such', tracker: mobileApp }, /'no-such' isn't a folder/],
      [commands.chooseTracker, { folder, tracker: 'a//b' }, /isn't a valid project or group/],
      [commands.removeProject, { project: 'no/such' }, /'no\/such' isn't a project in this workspace/],
    ] as const)
      assert.match(await rejection(id, answers), sentence);
    assert.deepEqual([settings().get('projects'), settings().get('trackers')], [[], {}]);
  });

  it('A01: issues of a project from workspace settings are changed only after a confirmation', async () => {
    const mine = { title: 'Whose is this?', assignees: ['mira.lindqvist'] };
    const { iid } = await server.createIssue(mobileApp, mine);
    await write('projects', ['@me']);
    await shows(mobileApp);
    const open = async () => (await openIssuesOnServer(mobileApp)).some((each) => each.iid === iid);
    const closing = { project: mobileApp, iid };
    assert.match(
      await rejection(commands.closeIssue, closing),
      /configured to use issues from Assigned to Me.*'confirm': true/,
    );
    assert.match(await rejection(commands.createIssue, { project: mobileApp, title: 'x' }), /'confirm': true/);
    await server.clearRequests();
    for (const [id, answers] of [
      [commands.comment, { body: 'x' }],
      [commands.editTitle, { title: 'x' }],
      [commands.subscribe, {}],
      [commands.setConfidential, {}],
      [commands.moveIssue, { to: webShop }],
      [commands.deleteIssue, {}],
    ] as const)
      assert.match(await rejection(id, { ...closing, ...answers }), /'confirm': true/, id);
    assert.deepEqual(
      (await server.requests()).filter(({ method }) => method !== 'GET'),
      [],
    );
    assert.ok(await open());
    await run(commands.closeIssue, { ...closing, confirm: true });
    assert.ok(!(await open()));
    await run(commands.reopenIssue, closing);
    assert.ok(await open());
    await server.deleteIssue(mobileApp, iid);
  });
});
