import type { Clock } from './clock.ts';
import { GitLabError } from './error/gitLabError.ts';
import type { Disposable } from './event.ts';

/** Milliseconds without a key before the server is asked. */
const pause = 300;

export interface TypedRequest<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly show: (answer: T) => void;
  readonly fail: (error: GitLabError) => void;
}

/** The request for a text while the user types it: only the newest is sent, after a pause, and only its answer is shown. */
export class DebouncedRequest implements Disposable {
  private newest = new AbortController();
  private timer: Disposable | undefined;

  /** @param onBusy called when the server is asked, and when it has answered or the request was canceled. */
  constructor(
    private readonly clock: Clock,
    private readonly onBusy: (isBusy: boolean) => void,
  ) {}

  /** Cancels the request before. @param delay milliseconds until the server is asked. */
  send<T>(request: TypedRequest<T>, delay = pause): void {
    this.cancel();
    const { signal } = (this.newest = new AbortController());
    this.timer = this.clock.after(delay, () => void this.run(request, signal));
  }

  cancel(): void {
    this.timer?.dispose();
    this.newest.abort();
    this.onBusy(false);
  }

  dispose(): void {
    this.cancel();
  }

  private async run<T>({ ask, show, fail }: TypedRequest<T>, signal: AbortSignal): Promise<void> {
    this.onBusy(true);
    const apply = await ask(signal).then(
      (answer) => () => {
        show(answer);
      },
      (error: unknown) => () => {
        fail(GitLabError.from(error));
      },
    );
    if (signal.aborted) return;
    this.onBusy(false);
    apply();
  }
}
