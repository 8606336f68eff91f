/** An error with a message for the user. `runMain` prints it without a stack. */
export class HostError extends Error {
  override readonly name = 'HostError';
}
