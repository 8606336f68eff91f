/** Runs the event loop until the condition is true. Throws after five seconds. */
export async function waitUntil(condition: () => boolean, what = 'the condition'): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited 5 s for ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
