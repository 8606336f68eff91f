import { TabInputText, type TextDocument, type Uri, window, workspace } from 'vscode';

/** The document with this URI, if VS Code has opened it. */
export function openedDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri.toString() && !document.isClosed);
}

/** Saves a document and closes its tabs. Without saving, VS Code would show a question. */
export async function closeDocument(uri: Uri): Promise<void> {
  const document = openedDocument(uri);
  if (document?.isDirty === true) await document.save();
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
  await window.tabGroups.close(tabs);
}
