import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, viewId } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';
const atOnce = 20;
/** The requests that are in flight at the same time. */
const mostInFlight = 4;

describe('a token that expires', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  const signIn = (): Thenable<unknown> =>
    vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
  let person: AbsentPerson;

  before(async () => {
    await signIn();
    await (await extensionApi()).refresh();
    person = new AbsentPerson();
  });
  after(async () => {
    person.leave();
    await server.clearFaults();
    await server.changeToken('personal', { revoked: false });
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('defect 6, A11: during 20 and more requests is reported once and not used again, and a new one resumes everything', async () => {
    const api = await extensionApi();
    const closed: number[] = [];
    for (let count = 0; count < atOnce; count++) {
      const { iid } = await server.createIssue(project, { title: `Closed ${count}` });
      await server.updateIssue(project, iid, { state: 'closed' });
      closed.push(iid);
    }
    await vscode.commands.executeCommand(`${viewId}.focus`);
    await api.refresh();
    await server.clearRequests();

    const heal = await server.addFault({ path: '/api/v4/*', isHeld: true, do: { kind: 'delay', ms: 0 } });
    const failures = closed.map((iid) =>
      failure(vscode.commands.executeCommand(commands.copyIssueLink, { project, iid })),
    );
    failures.push(failure(api.refresh()));
    // The command of a user, which would show its own message.
    const refreshing = vscode.commands.executeCommand(commands.refresh);
    const ofIssues = async (): Promise<readonly { path: string; status: number | undefined }[]> =>
      (await server.requests()).filter(({ path }) => /\/issues\/\d+$/.test(path));
    await waitUntil('the first requests to be under way', async () => (await ofIssues()).length === mostInFlight);
    await server.changeToken('personal', { revoked: true });
    await heal();
    for (const message of await Promise.all(failures)) assert.match(message, /was revoked\. Create a new one/);
    assert.deepEqual(
      (await ofIssues()).map(({ status }) => status),
      Array.from({ length: mostInFlight }, () => 401),
      'those that waited are not sent',
    );
    await refreshing;
    const shown = (): readonly string[] => person.messages.map(({ kind, text }) => `${kind}: ${text}`);
    await waitUntil('the prompt', () => person.messages.length > 0);

    // After the view is hidden and shown again, it is visible but sends no request.
    await server.clearRequests();
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand(`${viewId}.focus`);
    assert.deepEqual(await server.requests(), []);
    // An API caller gets the error.
    assert.match(await failure(api.refresh()), /was revoked/);
    assert.equal(shown().length, 1, shown().join('\n'));
    assert.match(
      shown()[0] ?? '',
      /^warning: The access token for .* was revoked\. Create a new one and sign in again\.$/,
    );

    await server.changeToken('personal', { revoked: false });
    await server.clearRequests();
    await signIn();
    const ids = new Set(
      (await server.info()).projects
        .filter(({ path }) => api.projects.some((one) => one.path === path))
        .map(({ id }) => id),
    );
    await waitUntil(
      'a look at every project',
      async () => {
        const paths = (await server.requests())
          .filter(({ status }) => status === 200 || status === 304)
          .map(({ path }) => path);
        return ids.size > 0 && [...ids].every((id) => paths.includes(`/api/v4/projects/${id}/issues`));
      },
      { seen: () => server.requests() },
    );
    await api.refresh();
    assert.equal(shown().length, 1, shown().join('\n'));
  });
});

async function failure(work: PromiseLike<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof Error ? error.message : typeof error;
  }
  throw new Error('It should have been rejected.');
}
