import type { Mutant } from './mutantsOf.ts';
import type { NamedMutant } from './namedMutants.ts';

/** Finds the named mutants. A name stays with its line when the line moves, and doesn't match when it's edited. */
export class MutantNames {
  /** The names that match no mutant, or mutants in several lines. */
  readonly unmatched: readonly NamedMutant[];
  private readonly byKey: ReadonlyMap<string, NamedMutant>;

  constructor(
    names: readonly NamedMutant[],
    mutants: readonly Mutant[],
    private readonly textOf: (file: string) => string,
  ) {
    this.byKey = new Map(names.map((name) => [keyOf(name.file, name.line, name.change), name]));
    const matches = Map.groupBy(mutants, (mutant) => this.of(mutant));
    const linesOf = (name: NamedMutant): Set<number> => new Set(matches.get(name)?.map(({ line }) => line));
    this.unmatched = names.filter((name) => linesOf(name).size !== 1);
  }

  of({ file, line, change }: Mutant): NamedMutant | undefined {
    const text = this.textOf(file).split('\n')[line - 1] ?? '';
    return this.byKey.get(keyOf(file, text.trim(), change));
  }
}

function keyOf(file: string, line: string, change: string): string {
  return JSON.stringify([file, line, change]);
}
