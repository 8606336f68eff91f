/** One line of the table: a measurement, and whether it passed. */
export interface BenchRow {
  readonly what: string;
  /** The figure, formatted for people. */
  readonly measured: string;
  /** The limit that the figure must meet. Absent if the figure is only for information. */
  readonly bar?: string;
  /** Whether the figure meets `bar`. A row without a bar always passes. */
  readonly passed: boolean;
  /** The numbers behind the figure, for the JSON file. */
  readonly figures: Readonly<Record<string, number | string | readonly (number | string)[]>>;
}
