import { Uri } from 'vscode';
import { documentScheme } from '../../manifest.ts';
import type { DocumentPlace } from '../../sync/documents/issueDocuments.ts';

export function documentUri({ folder, path }: DocumentPlace): Uri {
  return Uri.from({ scheme: documentScheme, authority: folder, path });
}

export function documentPlace({ authority, path }: Uri): DocumentPlace {
  return { folder: authority, path };
}

export function isDocumentUri({ scheme }: Uri): boolean {
  return scheme === documentScheme;
}
