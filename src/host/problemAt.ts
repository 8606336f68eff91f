import { type Diagnostic, languages, type Range, type Uri } from 'vscode';

/** The most severe problem in a range, as the Problems view lists it. */
export function problemAt(document: Uri, range: Range): Diagnostic | undefined {
  const found = languages.getDiagnostics(document).filter((problem) => problem.range.intersection(range));
  return found.sort((a, b) => a.severity - b.severity)[0];
}
