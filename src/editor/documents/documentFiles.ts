import {
  type DataTransfer,
  DocumentDropEdit,
  type DocumentDropEditProvider,
  DocumentDropOrPasteEditKind,
  DocumentPasteEdit,
  type DocumentPasteEditProvider,
  l10n,
  type Position,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { placeholdersIn, uploadPlaceholder } from '../../model/document/uploadPlaceholder.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { plainMessage } from '../../model/text/plainText.ts';
import type { DocumentProjects } from './documentProjects.ts';

interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** GitLab's default limit. */
const mostBytes = 100 * 1024 * 1024;
const uriList = 'text/uri-list';
const kind = DocumentDropOrPasteEditKind.Empty.append('gitlabIssues', 'attachment');

/**
 * Uploads files that are pasted into the document of an issue, or dropped on it. Each has a placeholder until GitLab has
 * it. Only a placeholder in the document starts the upload, because VS Code also requests edits that the user doesn't
 * choose.
 */
export class DocumentFiles implements DocumentPasteEditProvider, DocumentDropEditProvider {
  static readonly pasteMetadata = { providedPasteEditKinds: [kind], pasteMimeTypes: ['files', 'image/*', uriList] };
  static readonly dropMetadata = { providedDropEditKinds: [kind], dropMimeTypes: ['files', 'image/*', uriList] };

  /** The files of the last paste or drop, by ticket. */
  private offered = new Map<string, GivenFile>();

  /** @param mayWrite asks the user, if necessary, whether to change a tracker's project. */
  constructor(
    private readonly projects: DocumentProjects,
    private readonly mayWrite: (tracker: string) => Promise<boolean>,
  ) {}

  async provideDocumentPasteEdits(
    _document: TextDocument,
    _ranges: readonly Range[],
    transfer: DataTransfer,
  ): Promise<DocumentPasteEdit[] | undefined> {
    const text = await this.offer(transfer);
    return text === undefined ? undefined : [new DocumentPasteEdit(text, l10n.t('Upload to GitLab'), kind)];
  }

  async provideDocumentDropEdits(
    _document: TextDocument,
    _position: Position,
    transfer: DataTransfer,
  ): Promise<DocumentDropEdit | undefined> {
    const text = await this.offer(transfer);
    return text === undefined ? undefined : new DocumentDropEdit(text, l10n.t('Upload to GitLab'), kind);
  }

  /** Uploads the files whose placeholders are in a document now. Call after each change. */
  uploadFor(document: TextDocument): void {
    if (this.offered.size === 0) return;
    for (const { text: ticket } of placeholdersIn(document.getText())) {
      const file = this.offered.get(ticket);
      this.offered.delete(ticket);
      if (file) void this.upload(document.uri, ticket, file);
    }
  }

  /** Returns placeholders for the files of a paste or a drop. Undefined if there are none, or if there is also text. */
  private async offer(transfer: DataTransfer): Promise<string | undefined> {
    const files = await filesOf(transfer);
    if (files.length === 0) return undefined;
    this.offered = new Map(files.map((file) => [crypto.randomUUID(), file]));
    return [...this.offered].map(([ticket, { name }]) => uploadPlaceholder(ticket, name)).join('\n');
  }

  private async upload(uri: Uri, ticket: string, { name, bytes }: GivenFile): Promise<void> {
    let markdown = '';
    try {
      const project = await this.projects.of(uri);
      if (!project) throw new GitLabError('invalid', { detail: 'discardedDraft' });
      await project.access();
      const { tracker } = project;
      if (tracker && (await this.mayWrite(tracker.key))) markdown = await project.upload(name, bytes);
    } catch (thrown) {
      const { message } = GitLabError.from(thrown);
      void window.showErrorMessage(l10n.t("Couldn't upload {0}. {1}", plainMessage(name), message));
    }
    await replacePlaceholders(uri, ticket, markdown).catch(() => undefined);
  }
}

async function filesOf(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const text = await transfer.get('text/plain')?.asString();
  const files = [...transfer].flatMap(([, item]) => item.asFile() ?? []);
  const given = files.map(async (file) => ({ name: file.name || 'image.png', bytes: await file.data() }));
  if (given.length === 0) given.push(...(await localFiles(transfer)));
  else if (text !== undefined && text.trim() !== '') return [];
  const all = await Promise.all(given);
  for (const { name } of all.filter(({ bytes }) => bytes.length > mostBytes))
    void window.showErrorMessage(l10n.t("Couldn't upload {0}. Files can be up to 100 MB.", plainMessage(name)));
  return all.filter(({ bytes }) => bytes.length <= mostBytes);
}

/** The files of a drag from the Explorer. */
async function localFiles(transfer: DataTransfer): Promise<Promise<GivenFile>[]> {
  const list = (await transfer.get(uriList)?.asString()) ?? '';
  const uris = list
    .split(/\r?\n/)
    .filter((line) => /^(?:file|vscode-remote|vscode-vfs):/.test(line))
    .map((line) => Uri.parse(line));
  return uris.map(async (uri) => ({
    name: uri.path.split('/').at(-1) ?? 'file',
    bytes: await workspace.fs.readFile(uri),
  }));
}

/** Puts the Markdown of an uploaded file in place of its placeholders, also if the user has closed the document. */
async function replacePlaceholders(uri: Uri, ticket: string, markdown: string): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  const wasSaved = !document.isDirty;
  const edit = new WorkspaceEdit();
  for (const { text, start, end } of placeholdersIn(document.getText()))
    if (text === ticket) edit.replace(uri, new Range(document.positionAt(start), document.positionAt(end)), markdown);
  await workspace.applyEdit(edit);
  if (wasSaved) await document.save();
}
