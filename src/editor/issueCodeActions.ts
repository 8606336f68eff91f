import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  CodeActionTriggerKind,
  type Diagnostic,
  DiagnosticSeverity,
  l10n,
  languages,
  type Range,
  type TextDocument,
} from 'vscode';
import { commands } from '../manifest.ts';
import { todoComment } from '../model/code/todoComment.ts';
import type { Disposable } from '../model/event.ts';
import { plainExcerpt } from '../model/text/plainText.ts';
import { CodePlace } from './codePlace.ts';

/** The maximum number of characters of a problem in the title of its action. */
const longestProblem = 60;

/** Offers to create an issue from a TODO comment, and from a problem. */
export class IssueCodeActions implements CodeActionProvider, Disposable {
  private readonly registration: Disposable;

  /** @param mayCreate whether the user can create issues for the workspace. */
  constructor(private readonly mayCreate: () => boolean) {
    const metadata = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
    this.registration = languages.registerCodeActionsProvider({ scheme: 'file' }, this, metadata);
  }

  provideCodeActions(
    document: TextDocument,
    range: Range,
    { diagnostics, triggerKind }: CodeActionContext,
  ): CodeAction[] {
    const { text } = document.lineAt(range.start.line);
    const todo = todoComment(text, range.start.character);
    // Otherwise, the light bulb would show on every line with a problem.
    const isAsked = triggerKind === CodeActionTriggerKind.Invoke;
    const problems = diagnostics.filter(({ severity }) => isAsked && severity <= DiagnosticSeverity.Warning);
    if ((!todo && problems.length === 0) || !this.mayCreate()) return [];
    return [...(todo ? [todoAction(document, range)] : []), ...problems.map((each) => problemAction(document, each))];
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function todoAction(document: TextDocument, range: Range): CodeAction {
  const title = l10n.t('Create GitLab Issue from TODO…');
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { command: commands.createIssueFromTodo, title, arguments: [new CodePlace(document, range)] };
  return action;
}

function problemAction(document: TextDocument, problem: Diagnostic): CodeAction {
  const title = l10n.t("Create GitLab Issue from '{0}'…", plainExcerpt(problem.message, longestProblem));
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [problem];
  const place = new CodePlace(document, problem.range, problem);
  action.command = { command: commands.createIssueFromProblem, title, arguments: [place] };
  return action;
}
