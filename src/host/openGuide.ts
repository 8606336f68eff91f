import { commands, extensions, Uri } from 'vscode';
import { extensionId } from '../manifest.ts';

/** Opens a page of the extension's documentation, rendered. The page is a file in the folder `docs`. */
export async function openGuide(page: 'keyboard.md' | 'queries.md' | 'tokens.md', heading = ''): Promise<void> {
  const folder = extensions.getExtension(extensionId)?.extensionUri;
  if (!folder) return;
  const file = Uri.joinPath(folder, 'docs', page).with({ fragment: heading });
  await commands.executeCommand('markdown.showPreview', file);
}
