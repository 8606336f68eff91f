/** Resolves to undefined on an error with this code. Rejects on any other error. */
export async function orNothing<T>(code: 'EEXIST' | 'ENOENT', act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return undefined;
    throw error;
  }
}
