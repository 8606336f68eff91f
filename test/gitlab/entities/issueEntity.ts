import type { IssueRecord, LabelRecord, ProjectRecord } from '../world/records.ts';
import { humanTime } from '../world/timeTracking.ts';
import { presentLabelBasic, presentMilestone, presentUser, time, type Json, type Present } from './presenter.ts';

/** Differences between the lists and the single response. */
export interface IssueOptions {
  /** Sets `references.relative` to full references, as in lists across projects. */
  readonly acrossProjects?: boolean;
  readonly labelsDetails?: boolean;
  /** Adds `subscribed`, which only responses about one issue include. */
  readonly single?: boolean;
}

/** Task list items of a description, outside fenced code, as GitLab's `Taskable` counts them. */
function countTasks(description: string | null): { count: number; completed: number } {
  let count = 0;
  let completed = 0;
  let fence: string | undefined;
  if (!description?.includes('[')) return { count, completed };
  for (const line of description.split(/\r?\n/)) {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined) fence = fence === undefined ? mark : fence === mark ? undefined : fence;
    if (fence !== undefined) continue;
    const box = /^\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+\[([ xX~])\]\s/.exec(`${line} `)?.[1];
    if (box === undefined) continue;
    count += 1;
    if (box.toLowerCase() === 'x') completed += 1;
  }
  return { count, completed };
}

function labels(p: Present, issue: IssueRecord, project: ProjectRecord, details: boolean): unknown[] {
  const names = [...issue.labels].sort();
  if (!details) return names;
  const known = new Map<string, LabelRecord>();
  for (const label of p.world.labelsOf(project.id)) if (!known.has(label.name)) known.set(label.name, label);
  return names.flatMap((name) => {
    const label = known.get(name);
    return label ? [presentLabelBasic(p, label)] : [];
  });
}

/**
 * Since 16, `has_tasks` has the opposite meaning, and `task_status` is present if there are no tasks. Recorded
 * responses of 16 to 19 show this. Earlier versions use both as their names suggest.
 */
function tasks(p: Present, issue: IssueRecord): Json {
  const { count, completed } = countTasks(issue.description);
  const hasTasks = p.version.has('invertedHasTasks') ? count === 0 : count > 0;
  const status = issue.description ? `${completed} of ${count} checklist items completed` : '';
  return { has_tasks: hasTasks, ...(hasTasks && p.version.has('taskStatus') ? { task_status: status } : {}) };
}

/** `lib/api/entities/issuable_time_stats.rb`. */
export function presentTimeStats(issue: IssueRecord): Json {
  return {
    time_estimate: issue.timeEstimate,
    total_time_spent: issue.timeSpent,
    human_time_estimate: humanTime(issue.timeEstimate),
    human_total_time_spent: humanTime(issue.timeSpent),
  };
}

/** `lib/api/entities/issue.rb`, with the EE keys in that edition (contract section 4, "Object"). */
export function presentIssue(p: Present, issue: IssueRecord, project: ProjectRecord, options: IssueOptions = {}): Json {
  const { version, world, url } = p;
  const ee = version.enterprise;
  const path = world.projectPath(project);
  const self = `${url}/api/v4/projects/${project.id}`;
  const user = (id: number): Json => presentUser(p, world.people.user(id));
  const milestone = issue.milestoneId === null ? undefined : world.milestones.get(issue.milestoneId);
  const assignees = issue.assigneeIds.map(user);
  const counted = countTasks(issue.description);
  const iid = String(issue.iid);
  return {
    id: issue.id,
    iid: issue.iid,
    project_id: project.id,
    title: issue.title,
    description: issue.description,
    state: issue.state,
    created_at: time(issue.createdAt),
    updated_at: time(issue.updatedAt),
    closed_at: time(issue.closedAt),
    closed_by: issue.closedById === null ? null : user(issue.closedById),
    labels: labels(p, issue, project, options.labelsDetails ?? false),
    milestone: milestone ? presentMilestone(p, milestone) : null,
    assignees,
    author: user(issue.authorId),
    ...(version.has('issueType') ? { type: issue.type.toUpperCase() } : {}),
    assignee: assignees[0] ?? null,
    user_notes_count: issue.userNotesCount,
    merge_requests_count: issue.mergeRequestsCount,
    upvotes: issue.upvotes,
    downvotes: issue.downvotes,
    ...(version.has('startDate') ? { start_date: issue.startDate } : {}),
    due_date: issue.dueDate,
    confidential: issue.confidential,
    discussion_locked: issue.discussionLocked,
    ...(version.has('issueType') ? { issue_type: issue.type } : {}),
    web_url: `${url}/${path}/-/${version.has('workItemUrls') ? 'work_items' : 'issues'}/${iid}`,
    time_stats: presentTimeStats(issue),
    task_completion_status: { count: counted.count, completed_count: counted.completed },
    // `EE::Issue#weight_available?`
    ...(version.isPaid(project) ? { weight: issue.weight } : {}),
    ...(ee ? { blocking_issues_count: 0 } : {}),
    ...tasks(p, issue),
    _links: {
      self: `${self}/issues/${iid}`,
      notes: `${self}/issues/${iid}/notes`,
      award_emoji: `${self}/issues/${iid}/award_emoji`,
      project: self,
      closed_as_duplicate_of: duplicateUrl(p, issue),
    },
    references: {
      short: `#${iid}`,
      relative: options.acrossProjects ? `${path}#${iid}` : `#${iid}`,
      full: `${path}#${iid}`,
    },
    ...(version.has('severity') ? { severity: issue.severity } : {}),
    ...(options.single ? { subscribed: p.access.user ? issue.subscriberIds.includes(p.access.user.id) : false } : {}),
    moved_to_id: issue.movedToId,
    ...(version.has('imported') ? { imported: issue.importedFrom !== 'none', imported_from: issue.importedFrom } : {}),
    service_desk_reply_to: null,
    ...(ee ? { epic_iid: null, epic: null, iteration: null, health_status: issue.healthStatus } : {}),
  };
}

/** An API URL, like all of `_links`. */
function duplicateUrl({ world, url }: Present, { duplicatedToId }: IssueRecord): string | null {
  const other = duplicatedToId === undefined ? undefined : world.issueById(duplicatedToId);
  return other ? `${url}/api/v4/projects/${other.projectId}/issues/${other.iid}` : null;
}
