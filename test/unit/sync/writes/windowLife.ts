import type { CacheFiles } from '../../../../src/model/ports.ts';
import type { Clock } from '../../../../src/model/time/clock.ts';

/** When a window is killed: at a step, which is a request or a change on disk. The steps are counted from 0. */
export interface Kill {
  readonly step: number;
  readonly when: 'before' | 'while' | 'after';
}

/** How long the request of a killed window takes to reach the server. */
const latest = 30_000;

/** Everything that one window does with its environment. A killed window does nothing more, and no promise ends. */
export class WindowLife {
  isDead = false;
  /** A suspended window shows no sign of life, and its timers stop. */
  isSuspended = false;
  /** The number of steps so far. */
  steps = 0;
  /** The number of calls in progress. */
  busy = 0;
  /** The names of the steps so far. */
  readonly log: string[] = [];

  constructor(
    private readonly wholeClock: Clock,
    private readonly kill: Kill | undefined,
  ) {}

  readonly clock: Clock = {
    now: () => this.wholeClock.now(),
    elapsed: () => this.wholeClock.elapsed(),
    after: (ms, callback) =>
      this.wholeClock.after(ms, () => {
        if (!this.isDead && !this.isSuspended) callback();
      }),
  };

  files(files: CacheFiles): CacheFiles {
    return {
      readPart: (path, start, end) => this.call(() => files.readPart(path, start, end)),
      size: (path) => this.call(() => files.size(path)),
      list: (folder) => this.call(() => files.list(folder)),
      append: (path, text) => this.step(`append ${path}`, () => files.append(path, text)),
      remove: (path) => this.step(`remove ${path}`, () => files.remove(path)),
      write: (path, content) =>
        this.step(
          `write ${path}`,
          () => files.write(path, content),
          // A new file is renamed when it is complete.
          () => files.write(`${path}.killed.draft`, content.slice(0, content.length / 2)),
        ),
    };
  }

  /** The whole body is read, so that no call continues unnoticed. */
  fetch(respond: (request: () => Promise<Response>, method: string) => Promise<Response>): typeof fetch {
    return (input, init) => {
      const request = async () => {
        const response = await fetch(input, init);
        const body = await response.arrayBuffer();
        const { status, headers } = response;
        return new Response([204, 304].includes(status) ? null : body, { status, headers });
      };
      const method = init?.method ?? 'GET';
      const name = `${method} ${new URL(input).pathname}`;
      // The request of a killed window can still reach the server, after a while.
      const late = () => {
        this.wholeClock.after(latest, () => {
          void this.count(() => fetch(input, { ...init, signal: null }));
        });
        return Promise.resolve();
      };
      return this.step(name, () => respond(request, method), late);
    };
  }

  private async step<T>(name: string, work: () => Promise<T>, part?: () => Promise<unknown>): Promise<T> {
    if (this.isDead) return never();
    this.log.push(name);
    const when = this.kill?.step === this.steps ? this.kill.when : undefined;
    this.steps += 1;
    if (when === 'before') this.isDead = true;
    if (when === 'while') {
      this.isDead = true;
      await part?.();
    }
    if (this.isDead) return never();
    return this.call(async () => {
      const result = await work();
      if (when === 'after') this.isDead = true;
      return result;
    });
  }

  private async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.isDead) return never();
    const [result] = await Promise.allSettled([this.count(work)]);
    if (!this.isAlive()) return never();
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }

  private isAlive(): boolean {
    return !this.isDead;
  }

  private async count<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work();
    } finally {
      this.busy -= 1;
    }
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
