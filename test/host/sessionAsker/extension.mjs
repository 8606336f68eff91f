import * as vscode from 'vscode';

/**
 * Requests a session like any other extension, and shows its account and whether GitLab accepts the token. Never shows
 * the token.
 */
export function activate() {
  vscode.commands.registerCommand('sessionAsker.ask', async () => {
    try {
      const session = await vscode.authentication.getSession('gitlabIssues', ['read_api'], { createIfNone: true });
      const instance = session.id.split('|')[0];
      const answer = await globalThis.fetch(`${instance}/api/v4/user`, {
        headers: { Authorization: `Bearer ${session.accessToken}` },
      });
      void vscode.window.showInformationMessage(`Got ${session.account.label}, which answers ${answer.status}`);
    } catch (error) {
      void vscode.window.showInformationMessage(`Got nothing: ${error.message}`);
    }
  });
}
