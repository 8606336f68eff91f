import type { Clock } from '../model/time/clock.ts';
import type { FailureFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Disposable } from '../model/event.ts';
import { type CurrentPriority, type RatePace, requestPriorities } from '../model/gateway/requestPriority.ts';
import type { Answer } from './answerError.ts';
import { RequestBudget } from './requestBudget.ts';

/** Simultaneous requests for one account. */
const mostInFlight = 4;
/** Of these, the most that may be slow, so that a request that the user waits for always finds a free slot soon. */
const mostSlow = 2;
/** A background request that would wait longer than this is rejected, so that the user sees when it continues. */
const longestWait = 65_000;
/** The first of {@link requestPriorities} that leaves half of the server's limit to the user. */
const firstInBackground = requestPriorities.indexOf('mirror');

export interface ScheduledRequest {
  readonly priority: CurrentPriority;
  /** If one of them is aborted while the request waits, it isn't sent. */
  readonly signals: readonly (AbortSignal | undefined)[];
  /** Whether it transfers a file, which can take minutes. */
  readonly isFile: boolean;
  /** The token that it's sent with. A renewed token uses the same scheduler. */
  readonly token: string | undefined;
  /** Requests of the same endpoint share GitLab's limit of that endpoint, if it has one. */
  readonly endpoint: string;
  /** For errors. */
  readonly facts: FailureFacts;
}

/** A request that waits for its turn. */
interface Waiting {
  readonly request: ScheduledRequest;
  readonly start: () => void;
  readonly reject: (error: GitLabError) => void;
}

/**
 * Decides when each request of an account is sent. At most four are in flight, the
 * most urgent ones first, and at most two of them are slow. Those in the background use at most half of the server's
 * rate limit. After a 429 response, all are rejected until the time that the server specified, or only those of an
 * endpoint that has its own limit. A turn covers a single exchange with the server, so no one who has a turn waits for
 * another.
 */
export class RequestScheduler {
  private readonly budget: RequestBudget;
  /** In order of arrival. */
  private waiting: readonly Waiting[] = [];
  private readonly inFlight = new Set<ScheduledRequest>();
  private timer: Disposable | undefined;
  /** The endpoints that receive no requests before a given time, by {@link Clock.elapsed}. Undefined stands for all. */
  private readonly pauses = new Map<string | undefined, number>();

  constructor(private readonly clock: Clock) {
    this.budget = new RequestBudget(clock);
  }

  /** What is known about the server's rate limit. */
  get pace(): RatePace | undefined {
    const { perMinute } = this.budget;
    const isBackground = this.waiting.length > 0 && this.waiting.every(({ request }) => isInBackground(request));
    const wait = isBackground ? this.wait : 0;
    return perMinute === undefined
      ? undefined
      : { perMinute, ...(wait > 0 ? { continuesAt: this.clock.now() + wait } : {}) };
  }

  /** Sends a request when it's its turn. Rejects with a {@link GitLabError} if it wasn't sent. */
  async run<T>(request: ScheduledRequest, exchange: () => Promise<T>): Promise<T> {
    await this.turn(request);
    try {
      return await exchange();
    } finally {
      this.inFlight.delete(request);
      this.startNext();
    }
  }

  /** A response arrived. */
  note(answer: Answer): void {
    this.budget.noteAnswer(answer);
  }

  /**
   * Rejects all requests, or those of an endpoint, until a time. Several responses may specify one. The latest counts.
   */
  pauseUntil(resumeAt: number, endpoint?: string): void {
    this.pauses.set(endpoint, Math.max(this.pauses.get(endpoint) ?? 0, resumeAt));
    for (const { request, reject } of this.waiting) {
      const error = this.pauseOf(request);
      if (error) reject(error);
    }
  }

  /** Rejects the requests that wait with the same token, because they would fail the same way. */
  rejectWaiting(token: string | undefined, { reason, facts }: GitLabError): void {
    for (const { request, reject } of this.waiting)
      if (request.token === token) reject(new GitLabError(reason, { ...facts, ...request.facts }));
  }

  private async turn(request: ScheduledRequest): Promise<void> {
    const { signals, facts } = request;
    if (signals.some((signal) => signal?.aborted)) throw new GitLabError('canceled', facts);
    const paused = this.pauseOf(request);
    if (paused) throw paused;
    const cancel = () => {
      waiting.reject(new GitLabError('canceled', facts));
    };
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const leave = () => {
      this.waiting = this.waiting.filter((other) => other !== waiting);
      for (const signal of signals) signal?.removeEventListener('abort', cancel);
    };
    const waiting: Waiting = {
      request,
      start: () => {
        leave();
        this.inFlight.add(request);
        this.budget.noteSent();
        resolve(undefined);
      },
      reject: (error) => {
        leave();
        reject(error);
      },
    };
    for (const signal of signals) signal?.addEventListener('abort', cancel);
    this.waiting = [...this.waiting, waiting];
    this.startNext();
    await promise;
  }

  private startNext(): void {
    this.timer?.dispose();
    this.timer = undefined;
    while (this.inFlight.size < mostInFlight) {
      const isFull = [...this.inFlight].filter(isSlow).length >= mostSlow;
      const next = mostUrgent(isFull ? this.waiting.filter(({ request }) => !isSlow(request)) : this.waiting);
      if (!next) return;
      const wait = isInBackground(next.request) ? this.wait : 0;
      if (wait <= 0) next.start();
      else if (wait > longestWait) next.reject(this.pausedError(next.request, this.clock.elapsed() + wait));
      else {
        this.timer = this.clock.after(wait, () => {
          this.startNext();
        });
        return;
      }
    }
  }

  /** The milliseconds until the next background request may be sent. */
  private get wait(): number {
    return this.budget.wait(this.inFlight.size);
  }

  /** The error of a request that a pause applies to. */
  private pauseOf(request: ScheduledRequest): GitLabError | undefined {
    const ofAll = this.pauses.get(undefined) ?? 0;
    const ofEndpoint = this.pauses.get(request.endpoint) ?? 0;
    const resumeAt = Math.max(ofAll, ofEndpoint);
    if (resumeAt <= this.clock.elapsed()) return undefined;
    return this.pausedError(request, resumeAt, ofEndpoint > ofAll ? 'endpoint' : undefined);
  }

  private pausedError({ facts }: ScheduledRequest, resumeAt: number, detail?: 'endpoint'): GitLabError {
    const { clock } = this;
    const until = clock.now() + resumeAt - clock.elapsed();
    return new GitLabError('rateLimited', { ...facts, detail, until, resumeAt });
  }
}

function rankOf({ priority }: ScheduledRequest): number {
  return requestPriorities.indexOf(typeof priority === 'function' ? priority() : priority);
}

function isInBackground(request: ScheduledRequest): boolean {
  return rankOf(request) >= firstInBackground;
}

function isSlow(request: ScheduledRequest): boolean {
  return request.isFile || rankOf(request) === requestPriorities.indexOf('rest');
}

/** Of several equally urgent ones, the one that has waited longest. */
function mostUrgent(all: readonly Waiting[]): Waiting | undefined {
  return all.reduce<Waiting | undefined>(
    (best, each) => (best && rankOf(best.request) <= rankOf(each.request) ? best : each),
    undefined,
  );
}
