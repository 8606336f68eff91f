import { commands, extensions, Uri } from 'vscode';
import { extensionId } from '../manifest.ts';

/**
 * Opens a page of the extension's documentation, rendered if VS Code's Markdown extension is turned on. The page is a
 * file in the folder `docs`.
 */
export async function openGuide(page: 'keyboard.md' | 'queries.md' | 'tokens.md', heading = ''): Promise<void> {
  const folder = extensions.getExtension(extensionId)?.extensionUri;
  if (!folder) return;
  const file = Uri.joinPath(folder, 'docs', page);
  await commands
    .executeCommand('markdown.showPreview', file.with({ fragment: heading }))
    .then(undefined, () => commands.executeCommand('vscode.open', file));
}
