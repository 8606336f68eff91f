import { Selection, window, workspace } from 'vscode';
import { formatDocument, type FieldValues } from '../../model/document/formatDocument.ts';
import type { DocumentPlace, DocumentSubject, IssueDocuments } from '../../sync/documents/issueDocuments.ts';
import { documentUri } from './documentUri.ts';

/** What a new draft is about, and the text that the user has typed or selected so far. */
export interface NewDraft extends Pick<DocumentSubject, 'account' | 'project'> {
  readonly fields?: FieldValues;
  readonly body?: string;
  /** Whether the body comes from a template, and so isn't the user's text. */
  readonly isTemplate?: boolean;
}

/** The fields that a new draft shows. The others are completed while the user types. */
const shownFields = { title: '', labels: [], assignees: [], milestone: '', due: '' } as const;

/** Opens a new issue as a document, which stays on disk until it is sent or discarded. Rejects if it can't be stored. */
export async function openDraft(
  documents: IssueDocuments,
  { account, project, fields, body = '', isTemplate = false }: NewDraft,
): Promise<void> {
  const template = formatDocument(shownFields, isTemplate ? body : '');
  const text = formatDocument({ ...shownFields, ...fields }, body);
  const place = await documents.create(
    `new-${crypto.randomUUID().slice(0, 8)}.md`,
    { account, project, template },
    text,
  );
  await showDocument(place, text === template ? 'title' : 'end');
}

/** Opens a stored document. */
export async function showDocument(place: DocumentPlace, cursor?: 'title' | 'end'): Promise<void> {
  const document = await workspace.openTextDocument(documentUri(place));
  const at =
    cursor === 'title'
      ? document.lineAt(1).range.end
      : cursor === 'end'
        ? document.lineAt(document.lineCount - 1).range.end
        : undefined;
  const selection = at && new Selection(at, at);
  await window.showTextDocument(document, { preview: false, ...(selection ? { selection } : {}) });
}
