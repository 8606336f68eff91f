import { env, l10n, Uri, type Webview } from 'vscode';
import { newNonce, type PageResources } from './pageHtml.ts';

/** What a page loads from the folder of the webview bundles. Every call returns a new nonce. */
export function pageResources(webview: Webview, folder: Uri, script: 'page.js' | 'plain.js'): PageResources {
  const at = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  return {
    cspSource: webview.cspSource,
    script: at(script),
    style: at('page.css'),
    icons: at('codicon.css'),
    nonce: newNonce(),
    language: env.language,
    // The page's texts are in the bundle with all others, by their English text.
    texts: l10n.bundle ?? {},
  };
}
