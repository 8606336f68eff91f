import {
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FileSystemError,
  type FileSystemProvider,
  type FileStat,
  FileType,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { documentScheme } from '../../manifest.ts';
import type { Disposable } from '../../model/event.ts';
import type { IssueDocuments } from '../../sync/documents/issueDocuments.ts';
import { documentPlace, documentUri, isDocumentUri } from './documentUri.ts';

/**
 * The documents of issues as files, so that VS Code saves them, backs them up, and opens them again after a reload. It
 * needs no account and no request. VS Code can ask for a document before anything else is ready.
 */
export class IssueFileSystem implements FileSystemProvider, Disposable {
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  /** The time of the last write that VS Code has, by URI. */
  private readonly times = new Map<string, number>();
  private readonly subscriptions: Disposable[];

  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly documents: IssueDocuments) {
    this.subscriptions = [
      workspace.registerFileSystemProvider(documentScheme, this, { isCaseSensitive: true }),
      documents.onDidChange((place) => {
        if (place) void this.checkFile(documentUri(place));
        else void this.checkOpen();
      }),
      // Another window may have written or discarded a document.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.checkOpen();
      }),
    ];
  }

  /** Changes are looked up when the window gets the focus. */
  watch(): Disposable {
    return { dispose: () => undefined };
  }

  async stat(uri: Uri): Promise<FileStat> {
    // VS Code looks for the folders of a file before it writes it.
    if (!uri.path.endsWith('.md')) return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const found = await this.documents.stat(documentPlace(uri));
    if (!found) throw FileSystemError.FileNotFound(uri);
    this.times.set(uri.toString(), found.usedAt);
    return { type: FileType.File, ctime: 0, mtime: found.usedAt, size: found.size };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const bytes = await this.documents.read(documentPlace(uri));
    if (!bytes) throw FileSystemError.FileNotFound(uri);
    return bytes;
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    if (!(await this.documents.write(documentPlace(uri), content))) throw FileSystemError.FileNotFound(uri);
  }

  async delete(uri: Uri): Promise<void> {
    await this.documents.remove(documentPlace(uri));
  }

  /** The view lists the documents. */
  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(from: Uri): never {
    throw FileSystemError.NoPermissions(from);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private async checkOpen(): Promise<void> {
    const open = workspace.textDocuments.map(({ uri }) => uri).filter(isDocumentUri);
    await Promise.all(open.map((uri) => this.checkFile(uri)));
  }

  /** Tells VS Code if a file isn't the one that it has. */
  private async checkFile(uri: Uri): Promise<void> {
    const known = this.times.get(uri.toString());
    const found = await this.documents.stat(documentPlace(uri)).catch(() => undefined);
    if (found?.usedAt === known) return;
    if (found) this.times.set(uri.toString(), found.usedAt);
    else this.times.delete(uri.toString());
    const type = !found
      ? FileChangeType.Deleted
      : known === undefined
        ? FileChangeType.Created
        : FileChangeType.Changed;
    this.changed.fire([{ type, uri }]);
  }
}
