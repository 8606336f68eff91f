/** What an endpoint answers; the pipeline turns it into HTTP. */
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Buffer;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A finished answer, ready for conditional requests and faults. */
export interface Answer {
  readonly status: number;
  /** In the order they are sent. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}
