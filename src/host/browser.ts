import { env, Uri } from 'vscode';

/** Opens a web page in the browser. The URL is one that we built, or that we checked to be http(s). */
export async function openInBrowser(address: string): Promise<void> {
  await env.openExternal(Uri.parse(address, true));
}
