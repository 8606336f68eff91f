import { type Clock, type Moment, momentOf, timeSince } from '../time/clock.ts';

/** The requests to GitLab in the last hour. */
export interface RequestCost {
  readonly requests: number;
  /** The characters in the response bodies. For GitLab's JSON, that's about the number of bytes. */
  readonly bytes: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** Counts requests and the size of their responses over the last hour, in steps of a minute. */
export class RequestMeter {
  /** Each counts the responses of a minute, from the first of them on. */
  private steps: readonly (RequestCost & { readonly start: Moment })[] = [];

  constructor(private readonly clock: Clock) {}

  /** Counts one response. @param bytes the size of its body. */
  count(bytes: number): void {
    const recent = this.recent();
    const last = recent.at(-1);
    this.steps =
      last && timeSince(last.start, this.clock) < minute
        ? [...recent.slice(0, -1), { ...last, requests: last.requests + 1, bytes: last.bytes + bytes }]
        : [...recent, { start: momentOf(this.clock), requests: 1, bytes }];
  }

  get cost(): RequestCost {
    const recent = this.recent();
    return {
      requests: recent.reduce((sum, { requests }) => sum + requests, 0),
      bytes: recent.reduce((sum, step) => sum + step.bytes, 0),
    };
  }

  private recent(): typeof this.steps {
    return this.steps.filter(({ start }) => timeSince(start, this.clock) < hour);
  }
}
