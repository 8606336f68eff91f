import type { OwnerLocks } from '../../../src/model/ports.ts';

/** The locks of a window without other windows. */
export const freeLocks: OwnerLocks = {
  tryTake: () => Promise.resolve({ isHeld: () => Promise.resolve(true), release: () => Promise.resolve() }),
};
