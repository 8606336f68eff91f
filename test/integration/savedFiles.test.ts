import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { unwrittenText } from '../../src/views/page/unwrittenText.ts';

describe("an attachment that can't be written", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'saved-files-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Returns the message for a place that VS Code can't write to. */
  const saidOf = async (place: vscode.Uri): Promise<string> => {
    try {
      await vscode.workspace.fs.writeFile(place, new Uint8Array([1]));
    } catch (error) {
      return unwrittenText('log.txt', error);
    }
    throw new Error(`${place.toString()} was written.`);
  };

  it("explains that a folder has its name, or that the folder doesn't exist", async () => {
    assert.equal(
      await saidOf(vscode.Uri.file(folder)),
      "Couldn't save log.txt. A folder with this name already exists.",
    );
    const file = vscode.Uri.file(join(folder, 'file'));
    await vscode.workspace.fs.writeFile(file, new Uint8Array([1]));
    const below = vscode.Uri.joinPath(file, 'log.txt');
    assert.equal(await saidOf(below), "Couldn't save log.txt. The folder doesn't exist.");
  });

  it('explains that access is denied, that the disk is full, or that the reason is unknown', () => {
    const said = [vscode.FileSystemError.NoPermissions(), new Error('ENOSPC: no space left on device'), 'nothing'];
    assert.deepEqual(
      said.map((error) => unwrittenText('log.txt', error)),
      [
        "Couldn't save log.txt. You don't have permission to write to this folder.",
        "Couldn't save log.txt. The disk is full.",
        "Couldn't save log.txt to this folder.",
      ],
    );
  });
});
