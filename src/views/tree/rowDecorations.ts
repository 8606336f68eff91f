import { FileDecoration, type FileDecorationProvider, l10n, ThemeColor, Uri, window } from 'vscode';
import type { Disposable } from '../../model/event.ts';
import type { RowMarks } from './issueLook.ts';

const scheme = 'gitlab-issues-row';
const overdue = 'overdue';
const unread = 'unread';
const waiting = 'waiting';

/** The resource of an issue's row, which gives the row its marks. Undefined for a row without marks. */
export function markedUri(
  tracker: string,
  issueId: number,
  { isOverdue, isUnread, isWaiting }: RowMarks,
): Uri | undefined {
  const marks = [...(isWaiting ? [waiting] : []), ...(isOverdue ? [overdue] : []), ...(isUnread ? [unread] : [])];
  return marks.length === 0 ? undefined : Uri.from({ scheme, path: `/${marks.join('/')}/${issueId}`, query: tracker });
}

/** The marks at the end of a row, at the same place as in VS Code's own views. */
export class RowDecorations implements FileDecorationProvider, Disposable {
  private readonly registration = window.registerFileDecorationProvider(this);

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const marks = uri.path.split('/');
    const [isOverdue, isUnread] = [marks.includes(overdue), marks.includes(unread)];
    const isWaiting = marks.includes(waiting);
    // VS Code shows at most two characters. The row also says that it's overdue.
    const badge = `${isWaiting ? '↑' : ''}${isOverdue && !(isWaiting && isUnread) ? '!' : ''}${isUnread ? '●' : ''}`;
    const tooltip = [
      ...(isWaiting ? [l10n.t('Waiting to send')] : []),
      ...(isOverdue ? [l10n.t('Overdue')] : []),
      ...(isUnread ? [l10n.t('Unread')] : []),
    ].join(', ');
    return new FileDecoration(badge, tooltip, isUnread ? new ThemeColor('list.highlightForeground') : undefined);
  }

  dispose(): void {
    this.registration.dispose();
  }
}
