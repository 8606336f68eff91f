import type { MutantNames } from './mutantNames.ts';
import type { Mutant } from './mutantsOf.ts';

/** What the tests did with a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** Why the mutant didn't survive, or undefined. */
  readonly killed: string | undefined;
  /** TypeScript rejects it, and the nearest test didn't kill it. */
  readonly isRejected: boolean;
  /** The number of test files that run the changed place. */
  readonly tests: number;
}

/** The share of the mutants that the tests must kill. Mutants that TypeScript rejects and equivalent ones don't count. */
const bar = 0.85;

/** Prints the survivors by module, and the share of the others. @returns the exit code. */
export function printReport(outcomes: readonly Outcome[], modules: readonly string[], names: MutantNames): number {
  const kinds = Object.groupBy(outcomes, ({ mutant, killed, isRejected }) => {
    const name = names.of(mutant);
    if (killed !== undefined) return name ? 'misnamed' : 'killed';
    if (isRejected) return 'rejected';
    return name?.isEquivalent ? 'equivalent' : name ? 'accepted' : 'survivors';
  });
  const { killed = [], misnamed = [], rejected = [], equivalent = [], accepted = [], survivors = [] } = kinds;
  const kills = killed.length + misnamed.length;
  const counted = outcomes.length - rejected.length - equivalent.length;

  const list = (some: readonly Outcome[]): void => {
    for (const { mutant, tests } of some) {
      const ran = tests === 0 ? 'no test runs it' : `${tests} test files pass`;
      console.log(`        ${mutant.file}:${mutant.line}  ${mutant.change}  (${names.of(mutant)?.why ?? ran})`);
    }
  };
  console.log('\nChanges that no test noticed');
  for (const file of modules) {
    const isOwn = ({ mutant }: Outcome): boolean => mutant.file === file;
    const own = survivors.filter(isOwn);
    console.log(`${String(own.length).padStart(3)} of ${outcomes.filter(isOwn).length}  ${file}`);
    list(own);
  }
  console.log('\nNo test noticed these either, for the reason in namedMutants.ts');
  list(accepted);
  console.log('\nNo test can notice these, for the reason in namedMutants.ts');
  list(equivalent);
  console.log('\nNo test noticed these, but TypeScript rejects them');
  list(rejected);
  console.log('\nA test noticed these, so they don’t belong in namedMutants.ts');
  list(misnamed);
  console.log('\nThese entries of namedMutants.ts don’t match a change in exactly one line');
  for (const { file, line, change } of names.unmatched) console.log(`        ${file}: ${line}  ${change}`);

  console.log(
    `\n${outcomes.length} changes. TypeScript rejects ${rejected.length}, ${equivalent.length} are equivalent.`,
  );
  console.log(`The tests noticed ${kills} of the other ${counted}: ${((kills / counted) * 100).toFixed(1)} %.`);
  console.log(`Of the ${counted - kills} survivors, ${accepted.length} are in namedMutants.ts.`);
  return kills >= bar * counted && misnamed.length + names.unmatched.length === 0 ? 0 : 1;
}
