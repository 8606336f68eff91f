import { commands as vscodeCommands, window } from 'vscode';

/**
 * Runs the command of a message's button. With arguments, a command rejects instead of showing its error, so this shows
 * it.
 */
export async function runAction(command: string, ...args: readonly unknown[]): Promise<void> {
  try {
    await vscodeCommands.executeCommand(command, ...args);
  } catch (error) {
    if (error instanceof Error && error.message !== '') void window.showErrorMessage(error.message);
  }
}
