import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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

  it('B13: returns a promise that VS Code waits for when the window closes', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    const { main } = extension.packageJSON as { main: string };
    const entry = createRequire(join(extension.extensionPath, 'package.json'))(main) as { deactivate?: () => unknown };
    const flushed = entry.deactivate?.();
    assert.ok(flushed instanceof Promise);
    await flushed;
  });

  it('returns an API for version 1 only, without projects while signed out', async () => {
    const api = await extensionApi();
    assert.deepEqual(api.projects, []);
    assert.deepEqual(api.issues('tanuki-tools/web-shop'), []);
    const exported = vscode.extensions.getExtension<IssuesForGitLab>(extensionId)?.exports;
    assert.throws(() => exported?.getApi(2 as 1));
  });
});
