import type { Diagnostic, Range, TextDocument } from 'vscode';

/**
 * The place of a code action as the argument of our commands. The user is present. No other extension can create one,
 * so its content needs no validation.
 */
export class CodePlace {
  constructor(
    readonly document: TextDocument,
    readonly range: Range,
    readonly problem?: Diagnostic,
  ) {}
}
