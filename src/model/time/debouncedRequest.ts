import type { Clock } from './clock.ts';
import { GitLabError } from '../error/gitLabError.ts';
import type { Disposable } from '../event.ts';

/** Milliseconds to wait after the last keystroke before sending a request. */
const pause = 300;

export interface TypedRequest<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly show: (answer: T) => void;
  readonly fail: (error: GitLabError) => void;
}

/** Sends a request while the user types: only the newest one, after a pause. Shows only the newest response. */
export class DebouncedRequest implements Disposable {
  private newest = new AbortController();
  private timer: Disposable | undefined;

  /** @param onBusy called with true when a request is sent, and with false when it completes or is canceled. */
  constructor(
    private readonly clock: Clock,
    private readonly onBusy: (isBusy: boolean) => void,
  ) {}

  /** Cancels the previous request. @param delay milliseconds until this one is sent. */
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
