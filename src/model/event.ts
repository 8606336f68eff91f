/** Something that must be given back. The same shape as VS Code's. */
export interface Disposable {
  dispose(): void;
}

/** A function that takes a listener. The same shape as VS Code's `Event`, so that either can be passed for the other. */
export type Event<T> = (listener: (event: T) => unknown) => Disposable;

interface Subscription<T> {
  readonly listener: (event: T) => unknown;
}

/** The sending side of an {@link Event}, for code that runs without VS Code. */
export class Emitter<T> implements Disposable {
  /** Gets what listeners of any emitter throw. Outside the extension, as in tests, such an error is uncaught. */
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
   * Calls every listener that is subscribed now. An event that a listener fires is delivered after this one, also to the
   * listeners that have not been called yet. Never throws.
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
