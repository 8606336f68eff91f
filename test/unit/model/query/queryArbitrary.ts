import fc from 'fast-check';
import {
  dueWords,
  groupingNames,
  queryTypes,
  sortNames,
  type IssueGrouping,
  type IssueQuery,
  type IssueSort,
  type QueryTerm,
} from '../../../../src/model/query/issueQuery.ts';

/** The names in generated queries. */
export interface QueryNames {
  readonly usernames: fc.Arbitrary<string>;
  readonly labels: fc.Arbitrary<string>;
  readonly scopes: fc.Arbitrary<string>;
  readonly milestones: fc.Arbitrary<string>;
  readonly words: fc.Arbitrary<string>;
  readonly emojis: fc.Arbitrary<string>;
}

type Terms = fc.Arbitrary<readonly QueryTerm[]>;

const none: readonly QueryTerm[] = [];
const noneOrAny = fc.constantFrom('none' as const, 'any' as const);
const day = fc
  .integer({ min: Date.UTC(2024, 0, 1) / 86_400_000, max: Date.UTC(2027, 0, 1) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const age = fc.record({
  age: fc.constantFrom('<' as const, '>' as const),
  count: fc.integer({ min: 0, max: 60 }),
  unit: fc.constantFrom('h' as const, 'd' as const, 'w' as const, 'mo' as const),
});
const span = fc.oneof(
  age,
  day.map((from) => ({ from })),
  day.map((to) => ({ to })),
  fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
);

/** Generates lists of distinct values. */
function distinct<T>(one: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.uniqueArray(one, { maxLength, selector: (value) => JSON.stringify(value) });
}

function wantedAndNot<T>(one: fc.Arbitrary<T>, most: number): fc.Arbitrary<{ wanted: T[]; not: T[] }> {
  return distinct(fc.record({ value: one, isNot: fc.boolean() }), most + 2).map((all) => ({
    wanted: all
      .filter(({ isNot }) => !isNot)
      .slice(0, most)
      .map(({ value }) => value),
    not: all.filter(({ isNot }) => isNot).map(({ value }) => value),
  }));
}

export const sortArbitrary: fc.Arbitrary<IssueSort> = fc.record({
  by: fc.constantFrom(...sortNames),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
});

/** Generates queries as {@link parseQuery} returns them, without duplicates or contradictions. */
export function queryArbitrary(names: QueryNames): fc.Arbitrary<IssueQuery> {
  const person = fc.oneof(
    fc.constant('me' as const),
    names.usernames.map((username) => ({ username })),
  );
  const one = (term: fc.Arbitrary<QueryTerm>): Terms => term.map((value) => [value]);
  const kinds: Terms[] = [
    wantedAndNot(person, 2).chain(({ wanted, not }) =>
      fc
        .option(noneOrAny, { nil: undefined, freq: 4 })
        .map((word): readonly QueryTerm[] => [
          ...(word === undefined ? wanted : [word]).map((value) => ({ key: 'assignee' as const, isNot: false, value })),
          ...not.map((value) => ({ key: 'assignee' as const, isNot: true, value })),
        ]),
    ),
    wantedAndNot(person, 1).map(({ wanted, not }) => [
      ...wanted.map((value) => ({ key: 'author' as const, isNot: false, value })),
      ...not.map((value) => ({ key: 'author' as const, isNot: true, value })),
    ]),
    wantedAndNot(
      fc.oneof(
        { arbitrary: names.labels.map((title) => ({ title })), weight: 5 },
        names.scopes.map((scope) => ({ scope })),
      ),
      3,
    ).chain(({ wanted, not }) =>
      fc
        .option(noneOrAny, { nil: undefined, freq: 4 })
        .map((word): readonly QueryTerm[] => [
          ...(word === undefined ? wanted : [word]).map((value) => ({ key: 'label' as const, isNot: false, value })),
          ...not.map((value) => ({ key: 'label' as const, isNot: true, value })),
        ]),
    ),
    fc
      .tuple(
        fc.option(
          fc.oneof(
            noneOrAny,
            fc.constantFrom('started' as const, 'upcoming' as const),
            names.milestones.map((title) => ({ title })),
          ),
          { nil: undefined },
        ),
        distinct(names.milestones, 2),
      )
      .map(([wanted, not]) => [
        ...(wanted === undefined ? [] : [{ key: 'milestone' as const, isNot: false, value: wanted }]),
        ...not.map((title) => ({ key: 'milestone' as const, isNot: true, value: { title } })),
      ]),
    one(
      fc.record({
        key: fc.constant('weight' as const),
        isNot: fc.constant(false),
        value: fc.oneof(
          noneOrAny,
          fc.record({
            is: fc.constantFrom('=' as const, '=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const),
            weight: fc.integer({ min: 0, max: 9 }),
          }),
        ),
      }),
    ),
    one(fc.integer({ min: 0, max: 9 }).map((weight) => ({ key: 'weight', isNot: true, value: { is: '=', weight } }))),
    one(span.map((value) => ({ key: 'created', value }))),
    one(span.map((value) => ({ key: 'updated', value }))),
    one(
      fc.constantFrom('opened' as const, 'closed' as const, 'all' as const).map((value) => ({ key: 'state', value })),
    ),
    one(fc.constantFrom(...dueWords).map((value) => ({ key: 'due', value }))),
    one(fc.constantFrom(...queryTypes).map((value) => ({ key: 'type', value }))),
    one(fc.constantFrom('yes' as const, 'no' as const).map((value) => ({ key: 'confidential', value }))),
    one(
      fc
        .oneof(
          noneOrAny,
          names.emojis.map((emoji) => ({ emoji })),
        )
        .map((value) => ({ key: 'reaction', value })),
    ),
    one(fc.constantFrom('title' as const, 'description' as const).map((value) => ({ key: 'in', value }))),
    fc.array(names.words, { maxLength: 2 }).map((words) => words.map((value) => ({ key: 'text', value }))),
  ];
  const terms = fc
    .tuple(...kinds.map((kind) => fc.option(kind, { nil: none, freq: 2 })))
    .chain((all) => fc.shuffledSubarray(all.flat()));
  return fc
    .record({
      terms: fc.oneof(
        terms,
        terms.map((all) => all.slice(0, 2)),
      ),
      sort: fc.option(sortArbitrary, { nil: undefined }),
      group: fc.option(
        fc.oneof(
          fc.constantFrom(...groupingNames),
          names.scopes.map((scope): IssueGrouping => `${scope}::*`),
        ),
        { nil: undefined },
      ),
    })
    .map(({ terms: all, sort, group }) => ({
      terms: all,
      ...(sort === undefined ? {} : { sort }),
      ...(group === undefined ? {} : { group }),
    }));
}
