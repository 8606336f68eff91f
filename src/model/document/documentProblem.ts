/** A replacement of a part of a document. */
export interface TextFix {
  /** What the replacement does, as a button says it. */
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Something about a document that the user should know before sending it. An error blocks sending. The places are in
 * UTF-16 code units from the start of the document. Messages contain text from GitLab and from the user, as it is.
 */
export interface DocumentProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly fixes?: readonly TextFix[];
}
