/** The result of an endpoint. The pipeline turns it into HTTP. */
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Buffer;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A complete response, to which conditional requests and faults apply. */
export interface Answer {
  readonly status: number;
  /** In the order of sending. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}
