/** Something that must be given back. The same shape as VS Code's. */
export interface Disposable {
  dispose(): void;
}

/** A function that takes a listener. The same shape as VS Code's `Event`, so that either can be passed for the other. */
export type Event<T> = (listener: (event: T) => unknown) => Disposable;

/** The sending side of an {@link Event}, for the rooms that run without VS Code. */
export class Emitter<T> implements Disposable {
  private listeners: readonly ((event: T) => unknown)[] = [];

  readonly event: Event<T> = (listener) => {
    this.listeners = [...this.listeners, listener];
    return {
      dispose: () => {
        this.listeners = this.listeners.filter((other) => other !== listener);
      },
    };
  };

  /** Calls every listener that was there when the call began. */
  fire(event: T): void {
    for (const listener of this.listeners) listener(event);
  }

  dispose(): void {
    this.listeners = [];
  }
}
