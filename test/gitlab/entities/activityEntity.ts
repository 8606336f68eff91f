import type {
  AwardRecord,
  EventRecord,
  IssueRecord,
  IterationRecord,
  LinkRecord,
  MergeRequestRecord,
  ProjectRecord,
  TodoRecord,
} from '../world/records.ts';
import { presentIssue } from './issueEntity.ts';
import { presentLabelBasic, presentMilestone, presentUser, time, type Json, type Present } from './presenter.ts';

/** `lib/api/entities/award_emoji.rb`. */
export function presentAward(p: Present, award: AwardRecord, type: 'Issue' | 'Note', id: number): Json {
  return {
    id: award.id,
    name: award.name,
    user: presentUser(p, p.world.people.user(award.userId)),
    created_at: time(award.createdAt),
    updated_at: time(award.createdAt),
    awardable_id: id,
    awardable_type: type,
    ...(p.version.has('awardUrl') ? { url: null } : {}),
  };
}

/** `lib/api/entities/resource_*_event.rb`. The label is null if it was deleted. */
export function presentEvent(p: Present, event: EventRecord, project: ProjectRecord): Json {
  const { change } = event;
  const base = {
    id: event.id,
    user: presentUser(p, p.world.people.user(event.userId)),
    created_at: time(event.createdAt),
  };
  const resource = { resource_type: 'Issue', resource_id: event.issueId };
  switch (change.kind) {
    case 'weight':
      return { ...base, issue_id: event.issueId, weight: change.weight };
    case 'state':
      return {
        ...base,
        ...resource,
        source_commit: change.sourceCommit ?? null,
        source_merge_request_id: change.sourceMergeRequestId ?? null,
        state: change.state,
      };
    case 'milestone': {
      const milestone = p.world.milestones.get(change.milestoneId);
      const issue = p.world.issueById(event.issueId);
      return {
        ...base,
        ...resource,
        milestone: milestone ? presentMilestone(p, milestone) : null,
        action: change.action,
        state: issue?.state ?? 'opened',
      };
    }
    case 'iteration':
      return { ...base, ...resource, iteration: presentIteration(p, event, change.iteration), action: change.action };
    case 'label': {
      const label = p.world.labelsOf(project.id).find((one) => one.name === change.label);
      return { ...base, ...resource, label: label ? presentLabelBasic(p, label) : null, action: change.action };
    }
  }
}

/** `ee/lib/ee/api/entities/iteration.rb`. The event has the iteration, not its group, so it is the project's group. */
function presentIteration(p: Present, event: EventRecord, iteration: IterationRecord): Json {
  const issue = p.world.issueById(event.issueId);
  const group = p.world.group(issue ? p.world.project(issue.projectId).groupId : 0);
  return {
    id: iteration.id,
    iid: iteration.id,
    sequence: 1,
    group_id: group.id,
    title: iteration.title,
    description: null,
    state: 2,
    created_at: time(event.createdAt),
    updated_at: time(event.createdAt),
    start_date: iteration.startDate,
    due_date: iteration.dueDate,
    web_url: `${p.url}/groups/${p.world.groupPath(group)}/-/iterations/${iteration.id}`,
  };
}

/** The part of `lib/api/entities/merge_request_basic.rb` that describes a related merge request. */
export function presentMergeRequest(p: Present, { projectId, iid, title, state }: MergeRequestRecord): Json {
  const path = p.world.projectPath(p.world.project(projectId));
  return {
    id: projectId * 10_000 + iid,
    iid,
    project_id: projectId,
    title,
    state,
    draft: false,
    work_in_progress: false,
    references: { short: `!${iid}`, relative: `${path}!${iid}`, full: `${path}!${iid}` },
    web_url: `${p.url}/${path}/-/merge_requests/${iid}`,
  };
}

/** The type of a link, seen from one of its issues. */
export function linkType(link: LinkRecord, from: number): 'relates_to' | 'blocks' | 'is_blocked_by' {
  if (link.type === 'relates_to') return 'relates_to';
  return link.sourceId === from ? 'blocks' : 'is_blocked_by';
}

/** `lib/api/entities/issue_link.rb`, without an ID. Lists add the ID as `issue_link_id`. */
export function presentLink(p: Present, link: LinkRecord, type: string): Json {
  const end = (id: number): Json => {
    const issue = p.world.issueById(id);
    return issue ? presentIssue(p, issue, p.world.project(issue.projectId), { acrossProjects: true }) : {};
  };
  return { source_issue: end(link.sourceId), target_issue: end(link.targetId), link_type: type };
}

/**
 * `lib/api/entities/todo.rb`. The body is the text of the comment, if there is one. A work item is an issue with its
 * type in capital letters (`lib/api/entities/work_item.rb`).
 */
export function presentTodo(p: Present, todo: TodoRecord, issue: IssueRecord): Json {
  const project = p.world.project(issue.projectId);
  const presented = presentIssue(p, issue, project, { acrossProjects: true });
  const isWorkItem = todo.targetType === 'WorkItem';
  const target = isWorkItem ? { ...presented, type: issue.type.toUpperCase() } : presented;
  const note = p.world.notes(issue.id).find(({ id }) => id === todo.noteId);
  return {
    id: todo.id,
    project: {
      id: project.id,
      description: project.description,
      name: project.name,
      name_with_namespace: `${p.world.groupName(p.world.group(project.groupId))} / ${project.name}`,
      path: project.path,
      path_with_namespace: p.world.projectPath(project),
      created_at: time(project.createdAt),
    },
    author: presentUser(p, p.world.people.user(todo.authorId)),
    action_name: todo.action,
    target_type: todo.targetType,
    target,
    target_url: `${String(presented['web_url'])}${note ? `#note_${note.id}` : ''}`,
    body: note?.body ?? issue.title,
    state: todo.state,
    created_at: time(todo.createdAt),
    updated_at: time(todo.updatedAt),
  };
}
