import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi, IssuesForGitLab } from '../../src/api.ts';
import { extensionId } from '../../src/manifest.ts';

/** Returns the extension's public API, in the same way as other extensions get it. */
export async function extensionApi(): Promise<IssuesApi> {
  const extension = vscode.extensions.getExtension<IssuesForGitLab>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return (await extension.activate()).getApi(1);
}
