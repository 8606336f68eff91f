import { randomBytes } from 'node:crypto';
import type { IssueRecord } from './records.ts';
import { systemNotes } from './systemNotes.ts';
import type { World } from './world.ts';

/** The changeable fields of an issue. */
export type IssueChange = Partial<Omit<IssueRecord, 'id' | 'iid' | 'projectId'>>;

/** Fields that are updated as a side effect and don't count as a change. */
const quiet: readonly string[] = ['subscriberIds', 'updatedAt'];

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/**
 * Changes an issue. All callers use this function: tests, the admin route, and API calls. Also applies GitLab's side
 * effects: a strictly later `updated_at` if something changed, who closed it and when, new labels, system notes, and
 * resource events.
 */
export function applyChange(world: World, issue: IssueRecord, change: IssueChange, by: number): void {
  const before = { ...issue };
  const now = later(world, issue);
  if (change.state === 'closed' && issue.state !== 'closed') Object.assign(issue, { closedAt: now, closedById: by });
  if (change.state === 'opened') Object.assign(issue, { closedAt: null, closedById: null });
  if (change.labels) world.ensureLabels(issue.projectId, change.labels);
  Object.assign(issue, change);
  const news = Object.keys(issue).some(
    (name) => !quiet.includes(name) && differs(issue[name as keyof IssueRecord], before[name as keyof IssueRecord]),
  );
  if (news && change.updatedAt === undefined) issue.updatedAt = now;
  record(world, before, issue, by, now);
  world.touched(issue.projectId, now);
}

/**
 * Records what a new issue started with, as `Issuable::CommonSystemNotesService` does: its dates in a note, and its
 * labels, milestone, and weight in events.
 */
export function recordCreation(world: World, issue: IssueRecord, by: number): void {
  const blank = { ...issue, labels: [], milestoneId: null, weight: null, dueDate: null, startDate: null };
  record(world, blank, issue, by, issue.createdAt);
}

/** The current time, but always later than the last change, so that no two changes have the same time. */
export function later(world: World, issue: IssueRecord): number {
  return Math.max(world.now(), issue.updatedAt + 1);
}

/** Adds a system note, which neither counts as a comment nor updates the issue. */
export function addSystemNote(world: World, issue: IssueRecord, body: string, by: number, at: number): void {
  world.insertNote({
    id: world.nextId(),
    issueId: issue.id,
    discussionId: randomBytes(20).toString('hex'),
    individual: true,
    body,
    authorId: by,
    createdAt: at,
    updatedAt: at,
    system: true,
    internal: false,
    resolved: false,
    resolvedById: null,
    resolvedAt: null,
  });
}

function record(world: World, before: IssueRecord, after: IssueRecord, by: number, at: number): void {
  const username = (id: number): string => world.people.users.get(id)?.username ?? String(id);
  for (const body of systemNotes(before, after, username)) addSystemNote(world, after, body, by, at);
  const { activity } = world;
  for (const label of after.labels.filter((name) => !before.labels.includes(name)))
    activity.addEvent(after.id, by, at, { kind: 'label', action: 'add', label });
  for (const label of before.labels.filter((name) => !after.labels.includes(name)))
    activity.addEvent(after.id, by, at, { kind: 'label', action: 'remove', label });
  if (before.milestoneId !== after.milestoneId) {
    const { milestoneId } = after;
    if (milestoneId !== null) activity.addEvent(after.id, by, at, { kind: 'milestone', action: 'add', milestoneId });
    else if (before.milestoneId !== null)
      activity.addEvent(after.id, by, at, { kind: 'milestone', action: 'remove', milestoneId: before.milestoneId });
  }
  // Moving an issue closes it without an event (`Issues::MoveService#close_issue`).
  if (before.state !== after.state && before.movedToId === after.movedToId)
    activity.addEvent(after.id, by, at, { kind: 'state', state: after.state === 'closed' ? 'closed' : 'reopened' });
  if (before.weight !== after.weight) activity.addEvent(after.id, by, at, { kind: 'weight', weight: after.weight });
}
