import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../gitlab/seed/random.ts';
import { Cleanup } from '../host/cleanup.ts';
import { HostError } from '../host/hostError.ts';
import { runMain } from '../host/runMain.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { CompiledSources } from './compiledSources.ts';
import { ImportGraph } from './importGraph.ts';
import { MutantNames } from './mutantNames.ts';
import { mutantsOf, withHits, type Mutant, type Part } from './mutantsOf.ts';
import { namedMutants } from './namedMutants.ts';
import { type Outcome, printReport } from './printReport.ts';
import { runTestFiles } from './runTestFiles.ts';
import { TypeCheck } from './typeCheck.ts';

interface TestFile {
  readonly file: string;
  readonly seconds: number;
  readonly hits: ReadonlySet<string>;
}

/**
 * `npm run mutate`: changes modules one place at a time and runs the unit tests that run the place, the nearest first.
 * Prints the changes that no test noticed and the share of the others.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      modules: { type: 'string', default: '20' },
      mutants: { type: 'string', default: '12' },
      jobs: { type: 'string', default: '2' },
      only: { type: 'string', multiple: true },
      tests: { type: 'string', multiple: true, default: [''] },
    },
  });
  const graph = new ImportGraph();
  const { only } = values;
  const cleanup = new Cleanup();
  cleanup.onSignals();
  try {
    const sources = new CompiledSources(temporaryFolder(cleanup, 'mutation'), graph.files);
    const candidates = graph.files.filter((file) => /^src\/(?:gitlab|sync|model|accounts)\//.test(file));
    const changes = new Map(
      candidates
        .filter((file) => !graph.needsVSCode(file))
        .map((file) => [file, mutantsOf(file, sources.text(file))] as const)
        .filter(([, mutants]) => mutants.length > 0),
    );
    const modules = only
      ? [...changes.keys()].filter((file) => only.some((word) => file.includes(word)))
      : [...changes.keys()]
          .toSorted((a, b) => seedOf(values.seed, a) - seedOf(values.seed, b))
          .slice(0, Number(values.modules))
          .sort();
    const names = new MutantNames(namedMutants, [...changes.values()].flat(), (file) => sources.text(file));
    const mutants = modules.flatMap((file) =>
      new Random(seedOf(values.seed, file)).sample(changes.get(file) ?? [], Number(values.mutants)),
    );
    const counts = `${modules.length} of ${changes.size} modules, ${mutants.length} mutants`;
    console.log(`Seed ${values.seed}: ${counts}, at most ${values.mutants} in a module.`);
    const started = performance.now();
    const isUnitTest = (file: string): boolean => /^test\/(?!webview|integration|e2e).*\.test\.ts$/.test(file);
    const unitTests = graph.files.filter(
      (file) => isUnitTest(file) && values.tests.some((word) => file.includes(word)),
    );
    const tests = await unchangedRun(sources, graph, unitTests, mutants);
    console.log(`${tests.length} test files pass without a change, in ${secondsSince(started)} s.`);
    const types = new TypeCheck();
    const outcomes: Outcome[] = [];
    const left = [...mutants];
    const work = async (): Promise<void> => {
      for (let mutant = left.shift(); mutant; mutant = left.shift()) {
        outcomes.push(await outcomeOf(mutant, sources, types, testsOf(mutant, tests, graph)));
        if (outcomes.length % 20 === 0) console.log(`${outcomes.length} changes made.`);
      }
    };
    await Promise.all(Array.from({ length: Number(values.jobs) }, work));
    console.log(`${outcomes.length} changes made, in ${secondsSince(started)} s.`);
    return printReport(outcomes, modules, names);
  } finally {
    await cleanup.run();
  }
}

/** Runs all test files that reach one of the modules, and records which parts of the modules each one runs. */
async function unchangedRun(
  sources: CompiledSources,
  graph: ImportGraph,
  unitTests: readonly string[],
  mutants: readonly Mutant[],
): Promise<TestFile[]> {
  const modules = [...new Set(mutants.map(({ file }) => file))];
  const keys: string[] = [];
  const replaced: Record<string, string> = {};
  for (const file of modules) {
    const parts = new Map<string, Part>();
    for (const mutant of mutants) if (mutant.file === file) parts.set(partKey(mutant), mutant.part);
    replaced[file] = sources.add(file, withHits(sources.text(file), [...parts.values()], keys.length));
    keys.push(...parts.keys());
  }
  const reached = new Map(unitTests.map((file) => [file, graph.distances(file)]));
  const files = [...reached].flatMap(([file, distances]) => (modules.some((path) => distances.has(path)) ? file : []));
  const run = { compiled: sources.folder, replaced, files, bail: false };
  const { runs, broken } = await runTestFiles(run, () => 300);
  if (broken !== undefined) throw new HostError(`The tests ended early: ${broken}`);
  for (const { file, failure } of runs) if (failure !== undefined) console.log(`${file} fails: ${failure}`);
  const loaded = new Set(runs.flatMap(({ loadHits }) => loadHits));
  return runs.flatMap(({ file, seconds, failure, hits }) => {
    if (failure !== undefined) return [];
    const ran = keys.filter((_, part) => hits.includes(part) || loaded.has(part));
    return [{ file, seconds, hits: new Set(ran.filter((key) => reached.get(file)?.has(key.split('#')[0] ?? ''))) }];
  });
}

/** The test files that run the changed place: the one of the module's name first, then the nearest, then the fastest. */
function testsOf({ file, ...mutant }: Mutant, tests: readonly TestFile[], graph: ImportGraph): TestFile[] {
  const rank = (test: string): number =>
    basename(test, '.test.ts') === basename(file).replace(/\.tsx?$/, '') ? 0 : (graph.distances(test).get(file) ?? 99);
  return tests
    .filter(({ hits }) => hits.has(partKey({ file, ...mutant })))
    .toSorted((a, b) => rank(a.file) - rank(b.file) || a.seconds - b.seconds);
}

async function outcomeOf(
  mutant: Mutant,
  sources: CompiledSources,
  types: TypeCheck,
  tests: readonly TestFile[],
): Promise<Outcome> {
  const { file } = mutant;
  const text = sources.changedText(mutant);
  const replaced = { [file]: sources.add(file, text) };
  const killedBy = async (some: readonly TestFile[]): Promise<string | undefined> => {
    const usual = new Map(some.map((test) => [test.file, test.seconds]));
    const run = { compiled: sources.folder, replaced, files: [...usual.keys()], bail: true };
    const { runs, broken } = await runTestFiles(run, (test) => 20 + 5 * (usual.get(test) ?? 0));
    return runs.find((result) => result.failure !== undefined)?.failure ?? broken;
  };
  const nearest = tests.slice(0, 1);
  const others = tests.slice(1);
  let killed = nearest.length > 0 ? await killedBy(nearest) : undefined;
  const isRejected = killed === undefined && types.rejects(file, text);
  if (killed === undefined && !isRejected && others.length > 0) killed = await killedBy(others);
  return { mutant, killed, isRejected, tests: tests.length };
}

/** The seed of a module doesn't depend on the other modules. A new module replaces at most one of those that are chosen. */
function seedOf(seed: string, file: string): number {
  return createHash('sha256').update(`${seed} ${file}`).digest().readUInt32LE();
}

function partKey({ file, part }: Mutant): string {
  return `${file}#${part.start}`;
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 1000);
}

runMain(main);
