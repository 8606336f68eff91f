import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Transport, type TransportOptions } from '../../../src/gitlab/transport.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';

/** A log that keeps its lines for a test. */
export class LogLines {
  readonly lines: string[] = [];
  private readonly add = (message: string) => {
    this.lines.push(message);
  };
  readonly debug = this.add;
  readonly info = this.add;
  readonly warn = this.add;
}

/** Returns a transport with Node's own fetch, as in VS Code's extension host. */
export function transportTo(url: string, options: Partial<TransportOptions> = {}): Transport {
  return new Transport({
    instance: url as InstanceUrl,
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    log: new LogLines(),
    random: () => 0,
    ...options,
  });
}

/** Returns the error of a rejected promise. Fails unless it is a `GitLabError`. */
export async function failure(work: Promise<unknown>): Promise<GitLabError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(GitLabError.is(error), inspect(error));
  return error;
}
