import * as vscode from 'vscode';

/** Signs in once, like a user. After a reload, the stored token counts, and a sign-out stays in effect. */
export async function activate(context) {
  const { GITLAB_ISSUES_START_URL: url, GITLAB_ISSUES_START_TOKEN: token } = process.env;
  if (!url || !token || context.globalState.get('signedInTo') === url) return;
  try {
    await vscode.commands.executeCommand('gitlabIssues.signIn', { url, token });
    await context.globalState.update('signedInTo', url);
    await vscode.commands.executeCommand('gitlabIssues.issues.focus');
  } catch (error) {
    console.error(error);
    void vscode.window.showErrorMessage(`npm start could not sign in to ${url}: ${error.message}`);
  }
}
