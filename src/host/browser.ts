import { env, Uri } from 'vscode';

/** Opens a web page outside VS Code. The address is one that we built, or that was checked to be http(s). */
export async function openInBrowser(address: string): Promise<void> {
  await env.openExternal(Uri.parse(address, true));
}
