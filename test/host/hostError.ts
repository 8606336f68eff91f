/** A failure whose message is all that a person needs: `runMain` prints it without a stack. */
export class HostError extends Error {
  override readonly name = 'HostError';
}
