import { Range, type TextDocument, workspace, WorkspaceEdit } from 'vscode';
import { movedRange, type TextRange } from '../model/code/movedRange.ts';
import type { Disposable } from '../model/event.ts';

/** A part of a document that moves with the edits around it, until an edit touches it or the document closes. */
export class TrackedRange implements Disposable {
  private readonly text: string;
  private readonly subscriptions: readonly Disposable[];
  private range: TextRange | undefined;

  constructor(
    private readonly document: TextDocument,
    range: TextRange,
  ) {
    this.range = range;
    this.text = this.textIn(range);
    this.subscriptions = [
      workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
        if (changed === document && this.range) this.range = movedRange(this.range, contentChanges);
      }),
      workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.range = undefined;
      }),
    ];
  }

  /** @returns whether the text was inserted. False if the part was changed. */
  async insertAfter(text: string): Promise<boolean> {
    const { document, range } = this;
    if (!range || this.textIn(range) !== this.text) return false;
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(range.end), text);
    return workspace.applyEdit(edit);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private textIn({ start, end }: TextRange): string {
    return this.document.getText(new Range(this.document.positionAt(start), this.document.positionAt(end)));
  }
}
