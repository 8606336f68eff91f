import {
  commands,
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  type CompletionItemProvider,
  type Position,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  window,
} from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import { cursorPlace } from '../../model/document/cursorPlace.ts';
import { plainText } from '../../model/text/plainText.ts';
import { completeDocument, type DocumentCompletions } from '../../sync/documents/completeDocument.ts';
import type { DocumentProjects } from './documentProjects.ts';

const kinds = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  sign: CompletionItemKind.Reference,
} as const;

/** Completes fields, their values, and references in the documents of issues. */
export class DocumentCompletion implements CompletionItemProvider {
  constructor(
    private readonly projects: DocumentProjects,
    private readonly clock: Clock,
  ) {}

  /** Opens the list at the first letter of a field or a value. In Markdown, VS Code does that only for signs. */
  suggestFor({ document, contentChanges: [change, another] }: TextDocumentChangeEvent): void {
    if (!change || another || !/^\w$/.test(change.text) || window.activeTextEditor?.document !== document) return;
    const offset = change.rangeOffset + 1;
    const place = cursorPlace(document.getText(), offset);
    if (!place || place.kind === 'body' || offset - place.start !== 1) return;
    void commands.executeCommand('editor.action.triggerSuggest');
  }

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionList | undefined> {
    const project = await this.projects.of(document.uri);
    if (!project) return undefined;
    const text = document.getText();
    const offset = document.offsetAt(position);
    // A list that can't be loaded isn't offered. The diagnostics explain why.
    const found = await completeDocument(text, offset, project, this.clock.now()).catch(() => undefined);
    return found && listOf(found, document, text.slice(found.start, offset));
  }
}

function listOf({ items, kind, start, end }: DocumentCompletions, document: TextDocument, typed: string) {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const all = items.map(({ insert, label, detail, color }, index) => {
    const colored = color === undefined ? kinds[kind] : CompletionItemKind.Color;
    const item = new CompletionItem({ label: plainText(label), description: plainText(detail ?? '') }, colored);
    item.insertText = insert;
    item.range = range;
    item.sortText = String(index).padStart(4, '0');
    // GitLab has searched already, also in what the row doesn't show.
    if (kind === 'sign') item.filterText = typed;
    if (kind === 'field') item.command = { command: 'editor.action.triggerSuggest', title: '' };
    if (color !== undefined) item.documentation = color;
    return item;
  });
  return new CompletionList(all, kind === 'sign');
}
