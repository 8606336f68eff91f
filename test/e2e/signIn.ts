import type { StandInGitLab } from '../gitlab/standInGitLab.ts';
import type { Editor } from './editor.ts';

/** Signs in by the palette, with a good token, to the instance that a remote of the workspace points to, and waits for rows. */
export async function signIn(editor: Editor, gitlab: StandInGitLab): Promise<void> {
  // It says so when the remotes are known.
  await editor.openContainer('GitLab Issues');
  await editor.waitForWelcome(/sign in/i);
  await editor.runCommand('GitLab Issues: Sign In');
  await editor.quickInput.pick(new URL(gitlab.url).host);
  await editor.quickInput.waitFor(/access token/i);
  await editor.quickInput.answer(gitlab.tokens.personal);
  // The view takes the focus then, and would close what the test opens next.
  await editor.quickInput.waitUntilClosed();
  await editor.row(/./);
}
