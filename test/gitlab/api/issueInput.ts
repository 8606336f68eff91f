import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Params } from '../http/params.ts';
import { Access } from '../world/access.ts';
import type { IssueChange } from '../world/issueChange.ts';
import type { IssueRecord, IssueType, MilestoneRecord, ProjectRecord } from '../world/records.ts';
import { exclusive } from './labelSets.ts';

const titleLimit = 255;
const descriptionLimit = 1_048_576;

/** Parses a date like Rails: an invalid date becomes null, without an error. */
export function toDate(text: string): string | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text.trim());
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

/** Milestones of the project or an ancestor group, active or not. */
export function availableMilestones(call: Call, project: ProjectRecord): MilestoneRecord[] {
  const groups = new Set(call.world.groupAndAncestors(project.groupId).map((group) => group.id));
  return [...call.world.milestones.values()].filter(
    (one) => one.projectId === project.id || (one.groupId !== null && groups.has(one.groupId)),
  );
}

/** Zero, an empty value, or a milestone from elsewhere removes the milestone. */
function milestone(call: Call, project: ProjectRecord, params: Params): IssueChange {
  const available = availableMilestones(call, project);
  const title = params.text('milestone');
  if (title !== undefined) return { milestoneId: available.find((one) => one.title === title)?.id ?? null };
  if (!params.given('milestone_id')) return {};
  const id = params.integer('milestone_id');
  return { milestoneId: available.some((one) => one.id === id) ? (id ?? null) : null };
}

/** The users who can be assigned: everyone who can read the issue. Without a license, GitLab keeps only the first one. */
export function assignable(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord | undefined,
  ids: readonly number[],
): number[] {
  const allowed = call.version.isPaid(project) ? [...new Set(ids)] : ids.slice(0, 1);
  return allowed.filter((id) => {
    const user = call.world.people.users.get(id);
    if (user?.state !== 'active') return false;
    const access = new Access(call.world, call.version, user);
    return access.canSeeIssues(project) && (issue === undefined || access.canSeeIssue(issue, project));
  });
}

function assignees(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord | undefined,
  params: Params,
): Pick<IssueChange, 'assigneeIds'> {
  const single = params.given('assignee_id') ? [params.integer('assignee_id') ?? 0] : undefined;
  const ids = single ?? params.integers('assignee_ids');
  if (!ids) return {};
  if (ids.every((id) => id === 0)) return { assigneeIds: [] };
  const known = assignable(call, project, issue, ids);
  return known.length > 0 ? { assigneeIds: known } : {};
}

/**
 * `labels` replaces all labels, and `add_labels` and `remove_labels` change them. Creates unknown labels if the caller
 * has permission.
 */
function labels(call: Call, project: ProjectRecord, before: readonly string[], params: Params): IssueChange {
  if (!['labels', 'add_labels', 'remove_labels'].some((name) => params.given(name))) return {};
  const known = new Set(call.world.labelsOf(project.id).map((label) => label.name));
  const usable = (name: string): boolean => known.has(name) || (call.access.canManage(project) && name.length <= 255);
  const removed = params.strings('remove_labels') ?? [];
  const wanted = [...(params.strings('labels') ?? before), ...(params.strings('add_labels') ?? []).filter(Boolean)];
  const after = [...new Set(wanted)].filter((name) => usable(name) && !removed.includes(name));
  return { labels: call.version.isPaid(project) ? exclusive(after, before) : after };
}

/**
 * Fields that require a higher role. Without it they are ignored and the rest applies, as in
 * `IssuableBaseService#filter_params`.
 */
function metadata(call: Call, project: ProjectRecord, issue: IssueRecord | undefined, params: Params): IssueChange {
  const date = (name: string): string | null => toDate(params.text(name) ?? '');
  return {
    ...assignees(call, project, issue, params),
    ...milestone(call, project, params),
    ...labels(call, project, issue?.labels ?? [], params),
    ...(params.given('due_date') ? { dueDate: date('due_date') } : {}),
    ...(params.text('start_date') === undefined ? {} : { startDate: date('start_date') }),
    ...(params.given('discussion_locked') ? { discussionLocked: params.flag('discussion_locked') ?? null } : {}),
    ...(call.version.isPaid(project) && params.given('weight') ? { weight: params.integer('weight') ?? null } : {}),
  };
}

/**
 * The change that the parameters describe, limited by the caller's permissions. `issue` is undefined for a new issue.
 */
export function readChange(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord | undefined,
  params: Params,
): IssueChange {
  const { access } = call;
  const manages = access.canManage(project);
  const member = access.isMember(project) || call.user?.admin === true;
  const type = params.text('issue_type') as IssueType | undefined;
  const title = params.text('title');
  const description = params.text('description');
  const confidential = params.flag('confidential');
  return {
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(description === undefined ? {} : { description }),
    ...(confidential !== undefined && (manages || !issue) ? { confidential } : {}),
    ...(type !== undefined && (manages || type !== 'incident') ? { type } : {}),
    ...(manages || (!issue && member) ? metadata(call, project, issue, params) : {}),
  };
}

/** Model validation: `{"message": {"title": ["can't be blank"]}}`. */
export function refuseInvalid(change: IssueChange, issue: IssueRecord | undefined): void {
  const errors: Record<string, string[]> = {};
  const { title, description, weight } = change;
  if (title?.trim() === '') errors['title'] = ["can't be blank"];
  if (title !== undefined && Array.from(title).length > titleLimit)
    errors['title'] = [`is too long (maximum is ${titleLimit} characters)`];
  if (description && Array.from(description).length > descriptionLimit)
    errors['description'] = [`is too long (maximum is ${descriptionLimit} characters)`];
  if (typeof weight === 'number' && weight < 0) errors['weight'] = ['must be greater than or equal to 0'];
  const due = change.dueDate === undefined ? issue?.dueDate : change.dueDate;
  const start = change.startDate === undefined ? issue?.startDate : change.startDate;
  if (due && start && due < start) errors['due_date'] = ['must be greater than or equal to start date'];
  if (Object.keys(errors).length > 0) throw ApiError.message(400, errors);
}
