import type { StandInGitLab } from '../gitlab/standInGitLab.ts';
import type { Editor } from './editor.ts';

/** Signs in from the command palette, with a valid token, to the instance of the workspace's remote. Waits for rows. */
export async function signIn(editor: Editor, gitlab: StandInGitLab): Promise<void> {
  // The view shows this after it has read the remotes.
  await editor.openContainer('GitLab Issues');
  await editor.waitForWelcome(/sign in/i);
  await editor.runCommand('GitLab Issues: Sign In');
  await editor.quickInput.pick(new URL(gitlab.url).host);
  await editor.quickInput.waitFor(/access token/i);
  await editor.quickInput.answer(gitlab.tokens.personal);
  // The view takes the focus afterward, which would close the next input that the test opens.
  await editor.quickInput.waitUntilClosed();
  await editor.row(/./);
}
