import type { Access } from '../world/access.ts';
import type { IssueRecord, MilestoneRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import type { Params } from '../http/params.ts';
import { dueDateTest } from './dueDates.ts';

type Test = (issue: IssueRecord) => boolean;

/** The input of the tests, in addition to the parameters. */
export interface FilterContext {
  readonly world: World;
  readonly access: Access;
  readonly enterprise: boolean;
}

const isWord = (text: string, word: 'none' | 'any'): boolean => text.toLowerCase() === word;

/** Splits a search into words and quoted phrases. One field must contain them all. */
function searchTest(search: string, where: string): Test {
  const words = [...search.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  const fields = where.split(',').map((field) => field.trim());
  const found = (text: string | null): boolean => {
    const lower = text?.toLowerCase() ?? '';
    return words.every((word) => lower.includes(word));
  };
  return (issue) =>
    (fields.includes('title') && found(issue.title)) || (fields.includes('description') && found(issue.description));
}

function labelTest(names: readonly string[], enterprise: boolean): Test {
  const first = names[0] ?? '';
  if (names.length === 1 && isWord(first, 'none')) return (issue) => issue.labels.length === 0;
  if (names.length === 1 && isWord(first, 'any')) return (issue) => issue.labels.length > 0;
  const has = names.map((name): Test => {
    const scope = enterprise && name.endsWith('::*') ? name.slice(0, -1) : undefined;
    if (scope !== undefined) return (issue) => issue.labels.some((label) => label.startsWith(scope));
    return (issue) => issue.labels.includes(name);
  });
  return (issue) => has.every((test) => test(issue));
}

/** The `Upcoming` milestones: for each project or group, the next active milestone that isn't due yet. */
function upcoming(world: World): Set<number> {
  const day = new Date(world.now()).toISOString().slice(0, 10);
  const nearest = new Map<string, MilestoneRecord>();
  for (const milestone of world.milestones.values()) {
    if (milestone.state !== 'active' || milestone.dueDate === null || milestone.dueDate <= day) continue;
    const home = `${milestone.projectId ?? ''}/${milestone.groupId ?? ''}`;
    const old = nearest.get(home);
    if (!old?.dueDate || milestone.dueDate < old.dueDate) nearest.set(home, milestone);
  }
  return new Set([...nearest.values()].map((milestone) => milestone.id));
}

/** `Milestone.started`: open and started, even after the due date. (`started` in GraphQL differs in this.) */
function started(world: World): Set<number> {
  const day = new Date(world.now()).toISOString().slice(0, 10);
  return new Set(
    [...world.milestones.values()]
      .filter((one) => one.state === 'active' && one.startDate !== null && one.startDate <= day)
      .map((one) => one.id),
  );
}

function milestoneTest(world: World, title: string | undefined, word: string | undefined): Test | undefined {
  const wanted = word ?? title;
  if (wanted === undefined || wanted === '') return undefined;
  if (isWord(wanted, 'none')) return (issue) => issue.milestoneId === null;
  if (isWord(wanted, 'any')) return (issue) => issue.milestoneId !== null;
  const ids =
    word === 'Upcoming' || title === '#upcoming'
      ? upcoming(world)
      : word === 'Started' || title === '#started'
        ? started(world)
        : new Set([...world.milestones.values()].filter((one) => one.title === title).map((one) => one.id));
  return (issue) => issue.milestoneId !== null && ids.has(issue.milestoneId);
}

function assigneeTests(context: FilterContext, params: Params, prefix: string): Test[] {
  const tests: Test[] = [];
  const id = params.text(inside(prefix, 'assignee_id')) ?? params.integer(inside(prefix, 'assignee_id'))?.toString();
  if (id === 'none') tests.push((issue) => issue.assigneeIds.length === 0);
  else if (id === 'any') tests.push((issue) => issue.assigneeIds.length > 0);
  else if (id !== undefined) tests.push((issue) => issue.assigneeIds.includes(Number(id)));
  for (const name of params.strings(inside(prefix, 'assignee_username')) ?? []) {
    if (isWord(name, 'none')) tests.push((issue) => issue.assigneeIds.length === 0);
    else if (isWord(name, 'any')) tests.push((issue) => issue.assigneeIds.length > 0);
    else {
      const user = context.world.people.byUsername(name);
      tests.push((issue) => user !== undefined && issue.assigneeIds.includes(user.id));
    }
  }
  return tests;
}

function inside(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}[${name}]`;
}

function authorTests(context: FilterContext, params: Params, prefix: string): Test[] {
  const tests: Test[] = [];
  const id = params.integer(inside(prefix, 'author_id'));
  if (id !== undefined) tests.push((issue) => issue.authorId === id);
  const name = params.text(inside(prefix, 'author_username'));
  if (name !== undefined && name !== '') {
    const user = context.world.people.byUsername(name);
    tests.push((issue) => issue.authorId === user?.id);
  }
  return tests;
}

function scopeTest(params: Params, access: Access): Test | undefined {
  const scope = params.text('scope')?.replaceAll('-', '_');
  const me = access.user?.id;
  if (scope === 'created_by_me') return (issue) => issue.authorId === me;
  if (scope === 'assigned_to_me') return (issue) => me !== undefined && issue.assigneeIds.includes(me);
  return undefined;
}

function reactionTest(emoji: string | undefined, access: Access): Test | undefined {
  const me = access.user?.id;
  if (emoji === undefined || emoji === '' || me === undefined) return undefined;
  const mine = (issue: IssueRecord): readonly string[] => issue.reactions[me] ?? [];
  if (isWord(emoji, 'none')) return (issue) => mine(issue).length === 0;
  if (isWord(emoji, 'any')) return (issue) => mine(issue).length > 0;
  return (issue) => mine(issue).includes(emoji);
}

function enterpriseTests(params: Params): Test[] {
  const tests: Test[] = [];
  const weight = params.text('weight');
  if (weight === 'none') tests.push((issue) => issue.weight === null);
  else if (weight === 'any') tests.push((issue) => issue.weight !== null);
  else if (weight !== undefined) tests.push((issue) => issue.weight === Number(weight));
  const health = params.text('health_status');
  if (health === 'none') tests.push((issue) => issue.healthStatus === null);
  else if (health === 'any') tests.push((issue) => issue.healthStatus !== null);
  else if (health !== undefined) tests.push((issue) => issue.healthStatus === health);
  // No issue in the stand-in has an epic or an iteration.
  for (const name of ['epic_id', 'iteration_id', 'iteration_title']) {
    const value = params.text(name) ?? params.integer(name)?.toString();
    if (value !== undefined && value !== '' && !isWord(value, 'none')) tests.push(() => false);
  }
  const notWeight = params.integer('not[weight]');
  if (notWeight !== undefined) tests.push((issue) => issue.weight !== notWeight);
  return tests;
}

function negatedTests(context: FilterContext, params: Params): Test[] {
  const against: Test[] = [...authorTests(context, params, 'not'), ...assigneeTests(context, params, 'not')];
  for (const label of params.strings('not[labels]') ?? []) against.push(labelTest([label], context.enterprise));
  const iids = params.integers('not[iids]');
  if (iids && iids.length > 0) against.push((issue) => iids.includes(issue.iid));
  const milestone = milestoneTest(context.world, params.text('not[milestone]'), params.text('not[milestone_id]'));
  if (milestone) against.push(milestone);
  return against.map((test) => (issue) => !test(issue));
}

function timeTests(params: Params): Test[] {
  const tests: Test[] = [];
  const bound = (name: string): number => params.integer(name) ?? Number.NaN;
  // Both bounds are inclusive ("on or after", "on or before").
  if (params.has('created_after')) tests.push((issue) => issue.createdAt >= bound('created_after'));
  if (params.has('created_before')) tests.push((issue) => issue.createdAt <= bound('created_before'));
  if (params.has('updated_after')) tests.push((issue) => issue.updatedAt >= bound('updated_after'));
  if (params.has('updated_before')) tests.push((issue) => issue.updatedAt <= bound('updated_before'));
  return tests;
}

/** All list filters of contract section 4 except `state`. An issue must pass all tests. */
export function issueTests(context: FilterContext, params: Params): Test[] {
  const tests: (Test | undefined)[] = [
    scopeTest(params, context.access),
    milestoneTest(context.world, params.text('milestone'), params.text('milestone_id')),
    reactionTest(params.text('my_reaction_emoji'), context.access),
    dueDateTest(params.text('due_date'), context.world.now()),
    ...timeTests(params),
    ...authorTests(context, params, ''),
    ...assigneeTests(context, params, ''),
    ...negatedTests(context, params),
    ...(context.enterprise ? enterpriseTests(params) : []),
  ];
  const labels = params.strings('labels');
  if (labels && labels.length > 0) tests.push(labelTest(labels, context.enterprise));
  const iids = params.integers('iids');
  if (iids && iids.length > 0) {
    const wanted = new Set(iids);
    tests.push((issue) => wanted.has(issue.iid));
  }
  const closedBy = params.integer('closed_by_id');
  if (closedBy !== undefined) tests.push((issue) => issue.closedById === closedBy);
  const type = params.text('issue_type');
  if (type !== undefined) tests.push((issue) => issue.type === type);
  const confidential = params.flag('confidential');
  if (confidential !== undefined) tests.push((issue) => issue.confidential === confidential);
  const search = params.text('search')?.trim();
  if (search) tests.push(searchTest(search, params.text('in') ?? 'title,description'));
  return tests.filter((test) => test !== undefined);
}
