import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesForGitLab } from '../../src/api.ts';
import { commands, extensionId } from '../../src/manifest.ts';
import { extensionApi } from './extensionApi.ts';

describe('activation', () => {
  it('registers every command of the manifest', async () => {
    await extensionApi();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = Object.values(commands).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('gives an API of version 1 and of no other, and no project when signed out', async () => {
    const api = await extensionApi();
    assert.deepEqual(api.projects, []);
    assert.deepEqual(api.issues('tanuki-tools/web-shop'), []);
    const exported = vscode.extensions.getExtension<IssuesForGitLab>(extensionId)?.exports;
    assert.throws(() => exported?.getApi(2 as 1));
  });
});
