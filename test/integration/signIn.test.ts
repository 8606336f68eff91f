import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('Sign In', () => {
  const { url, tokens } = testEnvironment();
  const signIn = (answers: object): Thenable<unknown> => vscode.commands.executeCommand(commands.signIn, answers);

  for (const kind of ['expired', 'revoked', 'personalReadUser']) {
    it(`rejects a token that is ${kind}, and stores nothing`, async () => {
      await assert.rejects(async () => signIn({ url, token: tokens[kind] }));
      await assert.rejects(async () => vscode.commands.executeCommand(commands.signOut, { url }));
      assert.deepEqual((await extensionApi()).projects, []);
    });
  }

  it('defect 7: starts when a signed-out user adds a project, and no error appears', async () => {
    const user = new PromptUser();
    const person = new AbsentPerson();
    try {
      const adding = vscode.commands.executeCommand(commands.addProject);
      await user.list(/^Sign In to GitLab$/);
      await user.pressEscape();
      await adding;
      assert.deepEqual(person.messages, []);
    } finally {
      person.leave();
      user.leave();
    }
  });

  it('never includes the token in its error', async () => {
    const token = 'glpat-thisIsNoTokenAtAll';
    await assert.rejects(
      async () => signIn({ url, token }),
      (error: Error) => error.message.length > 10 && !`${error.message}${error.stack ?? ''}`.includes(token),
    );
  });

  it("keeps the user's own username, which no workspace can set", async () => {
    const setting = () => vscode.workspace.getConfiguration('gitlabIssues').inspect<Record<string, string>>('me');
    try {
      await signIn({ url, token: tokens['project'], project: `${url}/tanuki-tools/web-shop`, me: '@Mira.Lindqvist' });
      assert.deepEqual(setting()?.globalValue, { [url]: 'mira.lindqvist' });
      await vscode.commands.executeCommand(commands.signOut, { url });
      await signIn({ url: `${url}/`, token: tokens['group'], project: 'tanuki-tools/web-shop', me: 'gus.guest' });
      assert.deepEqual(setting()?.globalValue, { [url]: 'gus.guest' });
      const { Workspace } = vscode.ConfigurationTarget;
      const ofWorkspace = { [url]: 'odile.outside' };
      await assert.rejects(async () =>
        vscode.workspace.getConfiguration('gitlabIssues').update('me', ofWorkspace, Workspace),
      );
      assert.equal(setting()?.workspaceValue, undefined);
    } finally {
      await vscode.commands.executeCommand(commands.signOut, { url });
      await vscode.workspace
        .getConfiguration('gitlabIssues')
        .update('me', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('accepts a valid token, finds the project of the remote, and forgets everything at sign-out', async () => {
    const api = await extensionApi();
    assert.equal(await signIn({ url, token: tokens['personal'] }), undefined);
    // The view isn't visible here, so the extension loads nothing until an API caller refreshes.
    await api.refresh();
    await waitUntil('the project of the workspace', () => api.projects.length === 1, { seen: () => api.projects });
    assert.equal(api.projects[0]?.path, 'tanuki-tools/web-shop');
    assert.equal(api.projects[0].instance, url);
    await waitUntil('its issues', () => api.issues('tanuki-tools/web-shop').length > 0);

    await vscode.commands.executeCommand(commands.signOut, { url });
    await waitUntil('no project', () => api.projects.length === 0, { seen: () => api.projects });
    assert.deepEqual(api.issues('tanuki-tools/web-shop'), []);
  });
});
