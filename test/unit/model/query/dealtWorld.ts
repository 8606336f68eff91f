import fc from 'fast-check';
import type { IssueRecord } from '../../../gitlab/world/records.ts';
import type { World } from '../../../gitlab/world/world.ts';
import type { QueryNames } from './queryArbitrary.ts';

const day = 86_400_000;
const usernames = ['mira.lindqvist', 'tomas.varela', 'Aiko.Tanabe', 'PRIYA.nandakumar', 'nobody-here'];
const labels = [
  'bug',
  'Bug',
  'needs info',
  'workflow::doing',
  'workflow::done',
  'workflow::a::b',
  'say "hi"',
  "it's",
  'back\\slash',
  '@home',
  '~wave',
  'ü&=+#%5B',
  'none',
];
const milestones = [
  'v1.0',
  'v1.1',
  'v2.0',
  'Backlog',
  'Winter release',
  'Summer release',
  'any',
  'v1.1 & "co"',
  '100%',
];

/** The names in the generated world, and a few that don't exist there. */
export const worldNames: QueryNames = {
  usernames: fc.constantFrom(...usernames),
  labels: fc.constantFrom(...labels, 'of nobody'),
  scopes: fc.constantFrom('workflow', 'workflow::a', 'priority'),
  milestones: fc.constantFrom(...milestones, 'of nobody'),
  words: fc.constantFrom('apple', 'PEARS', 'an', '9 pears', 'basket'),
  emojis: fc.constantFrom('thumbsup', 'tada'),
};

/**
 * Generates new fields for every issue of a project, and new dates for the milestones, so that each filter of the
 * query language matches some issues.
 */
export function dealIssues(world: World, projectId: number, now: number, seed: number): void {
  addMissing(world, projectId);
  const date = (offset: number) => new Date(now + offset * day).toISOString().slice(0, 10);
  const near = fc.constantFrom(null, -40, -8, -3, -1, 0, 0, 1, 1, 2, 3, 5, 7, 15, 30, 60);
  const dateNear = near.map((offset) => (offset === null ? null : date(offset)));
  const milestoneIds = [...world.milestones.keys()];
  // Many times are exactly at the limit of a day or an age.
  const time = fc
    .tuple(fc.integer({ min: 0, max: 800 }), fc.constantFrom(0, 1, -1, day / 2, -day / 2, day / 2 - 1, 3_600_000))
    .map(([days, off]) => Math.min(now - days * day + off, now));
  const facts: fc.Arbitrary<Partial<IssueRecord>> = fc.record({
    description: fc.constant(null),
    title: fc.constantFrom('Zebra', 'apple', 'Äpfel', 'banana', 'Banana', '10 pears', '9 pears'),
    state: fc.constantFrom('opened' as const, 'closed' as const),
    labels: fc.subarray(labels, { maxLength: 4 }),
    milestoneId: fc.constantFrom(null, ...milestoneIds),
    assigneeIds: fc.subarray([1, 2, 3, 4, 5], { maxLength: 3 }),
    authorId: fc.integer({ min: 1, max: 5 }),
    type: fc.constantFrom('issue' as const, 'incident' as const, 'task' as const, 'ticket' as const),
    confidential: fc.boolean(),
    dueDate: dateNear,
    weight: fc.constantFrom(null, null, 0, 1, 2, 3, 5),
    upvotes: fc.integer({ min: 0, max: 3 }),
    createdAt: time,
    updatedAt: time,
  });
  const issues = world.issues(projectId);
  const dealt = fc.sample(fc.array(facts, { minLength: issues.length, maxLength: issues.length }), {
    seed,
    numRuns: 1,
  })[0];
  for (const [index, issue] of issues.entries()) Object.assign(issue, dealt?.[index]);
  const dates = fc.sample(
    fc.record({ startDate: dateNear, dueDate: dateNear, state: fc.constantFrom('active' as const, 'closed' as const) }),
    { seed, numRuns: milestoneIds.length },
  );
  for (const [index, id] of milestoneIds.entries()) Object.assign(world.milestones.get(id) ?? {}, dates[index]);
  for (const [index, label] of world.labels.entries()) label.priority = index % 3 === 0 ? index : null;
  world.revision += 1;
}

function addMissing(world: World, projectId: number): void {
  world.ensureLabels(projectId, labels);
  const titles = new Set([...world.milestones.values()].map(({ title }) => title));
  const like = [...world.milestones.values()][0];
  for (const title of milestones) {
    if (titles.has(title) || !like) continue;
    const id = world.nextId();
    world.milestones.set(id, { ...like, id, iid: id, groupId: null, projectId, title });
  }
}
