/** A mutant that no test notices, and the reason. */
export interface NamedMutant {
  readonly file: string;
  /** The source line where the changed text starts, without its indentation. */
  readonly line: string;
  /** The change as `npm run mutate` prints it. */
  readonly change: string;
  readonly why: string;
  /** Whether the mutant does the same for all inputs. Only such mutants aren't counted as survivors. */
  readonly isEquivalent: boolean;
}

/** Add a mutant only if a test for it would be worthless, never because the test is hard to write. */
export const namedMutants: readonly NamedMutant[] = [
  {
    file: 'src/model/query/issueOrder.ts',
    line: 'if (x === undefined) return 1;',
    change: '1 → 2',
    why: 'Only the sign of a comparison counts.',
    isEquivalent: true,
  },
  {
    file: 'src/model/query/issueOrder.ts',
    line: 'if (y === undefined) return -1;',
    change: '1 → 2',
    why: 'Only the sign of a comparison counts.',
    isEquivalent: true,
  },
  {
    file: 'src/model/query/issueOrder.ts',
    line: 'return x < y ? -sign : sign;',
    change: 'x < y → (x <= y)',
    why: 'Equal values continue with the next key above.',
    isEquivalent: true,
  },
];
