import { languages, type TextDocument, workspace } from 'vscode';
import { documentScheme } from '../../manifest.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { DocumentCompletion } from './documentCompletion.ts';
import { DocumentFiles } from './documentFiles.ts';
import { DocumentDiagnostics } from './documentDiagnostics.ts';
import type { DocumentProjects } from './documentProjects.ts';
import type { DocumentSimilarIssues } from './documentSimilarIssues.ts';
import { isDocumentUri } from './documentUri.ts';

const completed = ['@', '#', '~', '%', '/', ':', ' ', ',', '['];

/** What VS Code offers in the documents of issues. Registered when the first one is opened. */
export class DocumentFeatures implements Disposable {
  private readonly subscriptions: Disposable[];
  private registered: DocumentDiagnostics | undefined;

  constructor(
    private readonly projects: DocumentProjects,
    private readonly similar: DocumentSimilarIssues,
    private readonly mayWrite: (tracker: string) => Promise<boolean>,
    private readonly clock: Clock,
  ) {
    const open = (document: TextDocument) => {
      if (isDocumentUri(document.uri)) this.register().checkSoon(document);
    };
    this.subscriptions = [workspace.onDidOpenTextDocument(open)];
    workspace.textDocuments.forEach(open);
  }

  get diagnostics(): DocumentDiagnostics {
    return this.register();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private register(): DocumentDiagnostics {
    if (this.registered) return this.registered;
    const diagnostics = new DocumentDiagnostics(this.projects, this.clock);
    const completion = new DocumentCompletion(this.projects, this.clock);
    const files = new DocumentFiles(this.projects, this.mayWrite);
    // As specific as that of VS Code's own provider for Markdown, which would copy the file into the workspace.
    const selector = { scheme: documentScheme, language: 'markdown' };
    this.registered = diagnostics;
    this.subscriptions.push(
      diagnostics,
      languages.registerCompletionItemProvider(selector, completion, ...completed),
      languages.registerCodeActionsProvider(selector, diagnostics),
      languages.registerCodeLensProvider(selector, this.similar),
      languages.registerDocumentPasteEditProvider(selector, files, DocumentFiles.pasteMetadata),
      languages.registerDocumentDropEditProvider(selector, files, DocumentFiles.dropMetadata),
      workspace.onDidChangeTextDocument((change) => {
        if (!isDocumentUri(change.document.uri)) return;
        diagnostics.checkSoon(change.document);
        completion.suggestFor(change);
        files.uploadFor(change.document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (isDocumentUri(uri)) diagnostics.forget(uri);
      }),
    );
    return diagnostics;
  }
}
