import type { Clock } from './clock.ts';

/** The requests to GitLab in the last hour. */
export interface RequestCost {
  readonly requests: number;
  /** The characters in the response bodies. For GitLab's JSON, that's about the number of bytes. */
  readonly bytes: number;
}

const minute = 60_000;
const hour = 60;

/** Counts requests and the size of their responses over the last hour, in steps of a minute. */
export class RequestMeter {
  private minutes: readonly (RequestCost & { readonly minute: number })[] = [];

  constructor(private readonly clock: Clock) {}

  /** Counts one response. @param bytes the size of its body. */
  count(bytes: number): void {
    const now = Math.floor(this.clock.elapsed() / minute);
    const last = this.minutes.at(-1);
    const recent = this.minutes.filter((each) => each.minute > now - hour);
    this.minutes =
      last?.minute === now
        ? [...recent.slice(0, -1), { minute: now, requests: last.requests + 1, bytes: last.bytes + bytes }]
        : [...recent, { minute: now, requests: 1, bytes }];
  }

  get cost(): RequestCost {
    const now = Math.floor(this.clock.elapsed() / minute);
    const recent = this.minutes.filter((each) => each.minute > now - hour);
    return {
      requests: recent.reduce((sum, { requests }) => sum + requests, 0),
      bytes: recent.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
}
