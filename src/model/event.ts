/** A resource to release. Has the same shape as VS Code's `Disposable`. */
export interface Disposable {
  dispose(): void;
}

/** A function that subscribes a listener. Has the same shape as VS Code's `Event`, so the two are interchangeable. */
export type Event<T> = (listener: (event: T) => unknown) => Disposable;

interface Subscription<T> {
  readonly listener: (event: T) => unknown;
}

/** Fires an {@link Event}. For the folders that run without VS Code. */
export class Emitter<T> implements Disposable {
  /** Receives the errors that listeners of any emitter throw. By default, as in tests, they're rethrown uncaught. */
  static onListenerError: (error: unknown) => void = (error) => {
    queueMicrotask(() => {
      throw error;
    });
  };

  private readonly subscriptions = new Set<Subscription<T>>();
  private readonly deliveries: { readonly to: Subscription<T>; readonly event: T }[] = [];

  readonly event: Event<T> = (listener) => {
    const subscription = { listener };
    this.subscriptions.add(subscription);
    return {
      dispose: () => {
        this.subscriptions.delete(subscription);
      },
    };
  };

  /**
   * Calls every current listener. If a listener fires another event, all listeners receive this event first, then the
   * new one. Never throws.
   */
  fire(event: T): void {
    for (const to of this.subscriptions) this.deliveries.push({ to, event });
    for (let next = this.deliveries.shift(); next; next = this.deliveries.shift()) {
      if (!this.subscriptions.has(next.to)) continue;
      try {
        next.to.listener(next.event);
      } catch (error) {
        Emitter.onListenerError(error);
      }
    }
  }

  dispose(): void {
    this.subscriptions.clear();
  }
}
