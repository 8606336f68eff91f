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
  {
    file: 'src/accounts/connectionCheck.ts',
    line: "const segments = subPathOf(instance).split('/').filter(Boolean);",
    change: "subPathOf(instance).split('/').filter(Boolean) → subPathOf(instance).split('/')",
    why: '`parseInstanceUrl` removes a repeated slash, and the first guess is the instance itself, which is left out.',
    isEquivalent: true,
  },
  {
    file: 'src/sync/queries/queryValues.ts',
    line: 'return dueA === dueB ? a.title.localeCompare(b.title) : dueA < dueB ? -1 : 1;',
    change: '1 → 2',
    why: 'Only the sign of a comparison counts.',
    isEquivalent: true,
  },
  {
    file: 'src/sync/search/searchText.ts',
    line: 'this.people.set(person, words);',
    change: 'this.people.set(person, words); → {}',
    why: 'The text is the same. `npm run bench` measures the time.',
    isEquivalent: false,
  },
  {
    file: 'src/sync/cache/descriptions.ts',
    line: 'const bytes = size === 0 ? new Uint8Array() : await this.files.readPart(this.path, 0, beginningBytes);',
    change: '0 → 1',
    why: 'One character of a random text remains unread. The others differ.',
    isEquivalent: false,
  },
  {
    file: 'src/model/query/issueOrder.ts',
    line: "const sign = direction === 'asc' ? 1 : -1;",
    change: '1 → 2',
    why: 'Only the sign of a comparison counts.',
    isEquivalent: true,
  },
  {
    file: 'src/model/query/issueOrder.ts',
    line: "if (by === 'created' && direction === 'desc') return newestFirst;",
    change: "by === 'created' && direction === 'desc' → false",
    why: 'The order is the same. `npm run bench` measures the time.',
    isEquivalent: false,
  },
  {
    file: 'src/model/text/foldedText.ts',
    line: "return plain.test(text) ? lower : lower.normalize('NFD').replace(accents, '');",
    change: 'plain.test(text) → false',
    why: 'The text is the same. `npm run bench` measures the time.',
    isEquivalent: false,
  },
  {
    file: 'src/model/query/completionsAt.ts',
    line: '...labels.map((title) => candidate({ key, isNot: false, value: { title } }, title)),',
    change: 'false → true',
    why: 'Only the part of the term after the colon is used. The minus sign is before it.',
    isEquivalent: true,
  },
  {
    file: 'src/model/query/completionsAt.ts',
    line: '...scopes(labels).map((scope) => candidate({ key, isNot: false, value: { scope } }, scope)),',
    change: 'false → true',
    why: 'Only the part of the term after the colon is used. The minus sign is before it.',
    isEquivalent: true,
  },
  {
    file: 'src/model/query/completionsAt.ts',
    line: 'return [...words, ...milestones.map((title) => candidate({ key, isNot: false, value: { title } }, title))];',
    change: 'false → true',
    why: 'Only the part of the term after the colon is used. The minus sign is before it.',
    isEquivalent: true,
  },
  {
    file: 'src/model/query/completionsAt.ts',
    line: "...scopes(labels).map((scope) => candidate({ key: 'label', isNot: false, value: { scope } }, scope)),",
    change: 'false → true',
    why: 'Only the part of the term after the colon is used. The minus sign is before it.',
    isEquivalent: true,
  },
  {
    file: 'src/gitlab/requester.ts',
    line: '...(body === undefined ? {} : { body }),',
    change: 'body === undefined → false',
    why: 'The transport treats an undefined value as an absent one.',
    isEquivalent: true,
  },
  {
    file: 'src/gitlab/requester.ts',
    line: '...(call.signal === undefined ? {} : { signal: call.signal }),',
    change: 'call.signal === undefined → false',
    why: 'The transport treats an undefined value as an absent one.',
    isEquivalent: true,
  },
  {
    file: 'src/gitlab/requester.ts',
    line: '...(call.etag === undefined ? {} : { etag: call.etag }),',
    change: 'call.etag === undefined → false',
    why: 'The transport treats an undefined value as an absent one.',
    isEquivalent: true,
  },
];
