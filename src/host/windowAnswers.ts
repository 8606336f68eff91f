import { commands } from 'vscode';

/**
 * Resolves when the window has responded, which includes everything that was sent to it before. On a remote computer,
 * the window may be asleep or disconnected.
 */
export async function windowAnswers(): Promise<void> {
  // Changes nothing, and every VS Code has it.
  await commands.executeCommand('vscode.getEditorLayout');
}
