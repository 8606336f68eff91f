import { FileDecoration, type FileDecorationProvider, l10n, ThemeColor, Uri, window } from 'vscode';
import type { Disposable } from '../../model/event.ts';

const scheme = 'gitlab-issues-unread';

/** The resource of an unread issue's row, which gives the row its dot. */
export function unreadUri(tracker: string, issueId: number): Uri {
  return Uri.from({ scheme, path: `/${issueId}`, query: tracker });
}

/** The dot of unread rows, at the same place as in VS Code's own views. A read row has no such resource. */
export class UnreadDecorations implements FileDecorationProvider, Disposable {
  private readonly decoration = new FileDecoration('●', l10n.t('Unread'), new ThemeColor('list.highlightForeground'));
  private readonly registration = window.registerFileDecorationProvider(this);

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    return uri.scheme === scheme ? this.decoration : undefined;
  }

  dispose(): void {
    this.registration.dispose();
  }
}
