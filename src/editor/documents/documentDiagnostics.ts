import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  languages,
  Range,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
} from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import type { DocumentProblem } from '../../model/document/documentProblem.ts';
import { type IssueDocument, readIssueDocument } from '../../model/document/issueDocument.ts';
import type { Disposable } from '../../model/event.ts';
import { plainText } from '../../model/text/plainText.ts';
import { checkDocument } from '../../sync/documents/checkDocument.ts';
import type { DocumentProjects } from './documentProjects.ts';

/** The pause in typing before a document is checked, in milliseconds. */
const pause = 400;

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** A document as it was checked. */
export interface CheckedDocument {
  readonly read: IssueDocument;
  readonly problems: readonly DocumentProblem[];
}

interface Found {
  readonly version: number;
  readonly problems: readonly DocumentProblem[];
}

/** The problems of the documents of issues, as VS Code shows them, and what fixes them. */
export class DocumentDiagnostics implements CodeActionProvider, Disposable {
  private readonly collection: DiagnosticCollection;
  private readonly found = new Map<string, Found>();
  private readonly timers = new Map<string, Disposable>();

  constructor(
    private readonly projects: DocumentProjects,
    private readonly clock: Clock,
  ) {
    this.collection = languages.createDiagnosticCollection('GitLab Issues');
  }

  /** Checks a document after a pause in typing. */
  checkSoon(document: TextDocument): void {
    const key = document.uri.toString();
    this.timers.get(key)?.dispose();
    this.timers.set(
      key,
      this.clock.after(pause, () => void this.check(document)),
    );
  }

  /** Checks a document now, and shows the problems. */
  async check(document: TextDocument): Promise<CheckedDocument> {
    const { uri } = document;
    const project = await this.projects.of(uri);
    const { version } = document;
    const read = await readIssueDocument(document.getText(), this.clock.now());
    const problems = project ? await checkDocument(read, project) : read.problems;
    // The user may have typed more, or closed the document.
    if (document.version !== version || document.isClosed) return { read, problems };
    this.found.set(uri.toString(), { version, problems });
    this.collection.set(
      uri,
      problems.map((problem) => diagnosticOf(problem, document)),
    );
    return { read, problems };
  }

  forget(uri: Uri): void {
    const key = uri.toString();
    this.timers.get(key)?.dispose();
    this.timers.delete(key);
    this.found.delete(key);
    this.collection.delete(uri);
  }

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const { version, problems = [] } = this.found.get(document.uri.toString()) ?? {};
    if (version !== document.version) return [];
    return problems
      .filter((problem) => rangeOf(problem, document).intersection(range) !== undefined)
      .flatMap((problem) => actionsFor(problem, document));
  }

  dispose(): void {
    for (const timer of this.timers.values()) timer.dispose();
    this.collection.dispose();
  }
}

function actionsFor(problem: DocumentProblem, document: TextDocument): CodeAction[] {
  return (problem.fixes ?? []).map((fix, index) => {
    const action = new CodeAction(plainText(fix.title), CodeActionKind.QuickFix);
    action.edit = new WorkspaceEdit();
    action.edit.replace(document.uri, rangeOf(fix, document), fix.text);
    action.diagnostics = [diagnosticOf(problem, document)];
    action.isPreferred = index === 0 && fix.text !== '';
    return action;
  });
}

function diagnosticOf(problem: DocumentProblem, document: TextDocument): Diagnostic {
  const { message, severity } = problem;
  const diagnostic = new Diagnostic(rangeOf(problem, document), plainText(message), severities[severity]);
  diagnostic.source = 'GitLab Issues';
  return diagnostic;
}

function rangeOf({ start, end }: Pick<DocumentProblem, 'start' | 'end'>, document: TextDocument): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
