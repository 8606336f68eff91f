import { buildExtension } from '../host/buildExtension.ts';

let built: Promise<void> | undefined;

/** Builds the extension for the first test of the process that needs it. */
export async function builtExtension(): Promise<void> {
  await (built ??= buildExtension());
}
