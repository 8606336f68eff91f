import { Emitter } from '../../src/model/event.ts';

/** Runs a function, and returns the errors that event listeners throw. */
export async function listenerErrors(act: () => unknown): Promise<unknown[]> {
  const report = Emitter.onListenerError;
  const errors: unknown[] = [];
  Emitter.onListenerError = (error) => errors.push(error);
  try {
    await act();
  } finally {
    Emitter.onListenerError = report;
  }
  return errors;
}
