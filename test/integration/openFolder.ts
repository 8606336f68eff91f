import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Adds a folder to the workspace. The returned function removes it. */
export async function openFolder(folder: string): Promise<() => Promise<void>> {
  const uri = vscode.Uri.file(folder);
  const folders = () => vscode.workspace.workspaceFolders ?? [];
  const update = async (start: number, removed: number, ...added: { uri: vscode.Uri }[]): Promise<void> => {
    const updated = new Promise<void>((resolve) => {
      const subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => {
        subscription.dispose();
        resolve();
      });
    });
    assert.ok(vscode.workspace.updateWorkspaceFolders(start, removed, ...added));
    await updated;
  };
  await update(folders().length, 0, { uri });
  return () =>
    update(
      folders().findIndex((other) => other.uri.toString() === uri.toString()),
      1,
    );
}
