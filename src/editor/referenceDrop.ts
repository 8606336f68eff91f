import {
  type DataTransfer,
  type DocumentDropEditProvider,
  DocumentDropEdit,
  DocumentDropOrPasteEditKind,
  l10n,
  languages,
  type Position,
  type TextDocument,
} from 'vscode';
import type { Disposable } from '../model/event.ts';
import { draggedType, type IssueReferences, type ReferredIssue } from '../sync/trackers/issueReferences.ts';

/** Turns issues dropped on an editor into references. */
export class ReferenceDrop implements DocumentDropEditProvider, Disposable {
  private readonly registration: Disposable;

  constructor(private readonly references: IssueReferences) {
    const kind = DocumentDropOrPasteEditKind.Text.append('gitlabIssueReference');
    const metadata = { dropMimeTypes: [draggedType], providedDropEditKinds: [kind] };
    this.registration = languages.registerDocumentDropEditProvider('*', this, metadata);
  }

  async provideDocumentDropEdits(
    document: TextDocument,
    _position: Position,
    transfer: DataTransfer,
  ): Promise<DocumentDropEdit | undefined> {
    const issues = readDragged((await transfer.get(draggedType)?.asString()) ?? '');
    if (issues.length === 0) return undefined;
    const text = this.references.textFor(document.uri.toString(), issues);
    const kind = DocumentDropOrPasteEditKind.Text.append('gitlabIssueReference');
    return new DocumentDropEdit(text, l10n.t('Insert Issue Reference'), kind);
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** Other extensions may drop data of the same type, so the content is validated. */
function readDragged(json: string): readonly ReferredIssue[] {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list.filter(isReferred) : [];
  } catch {
    return [];
  }
}

function isReferred(value: unknown): value is ReferredIssue {
  const { reference, webUrl, instance } = (value ?? {}) as Partial<ReferredIssue>;
  const isText = (part: unknown) => typeof part === 'string';
  return isText(reference) && isText(webUrl) && (instance === undefined || isText(instance));
}
