/** One line of the table: what was measured, and whether it is good enough. */
export interface BenchRow {
  readonly what: string;
  /** The figure, for people. */
  readonly measured: string;
  /** What it must reach; absent for a figure that is only told. */
  readonly bar?: string;
  /** Whether it does; a row without a bar cannot fail. */
  readonly passed: boolean;
  /** Everything behind the figure, for the JSON. */
  readonly figures: Readonly<Record<string, number | string | readonly (number | string)[]>>;
}
