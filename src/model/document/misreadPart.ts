/** Why a part of the front matter has no meaning. */
export type Misreading =
  'unclosed' | 'notAField' | 'severalLines' | 'wrongQuotes' | 'unclosedList' | 'afterList' | 'repeated';

/** A part of the front matter without a meaning. Sending it would lose it. */
export interface MisreadPart {
  readonly why: Misreading;
  readonly start: number;
  readonly end: number;
}
