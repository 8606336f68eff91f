import { linkType, presentLink } from '../entities/activityEntity.ts';
import { presentIssue } from '../entities/issueEntity.ts';
import { time } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { addSystemNote, later } from '../world/issueChange.ts';
import type { IssueRecord, LinkRecord, ProjectRecord } from '../world/records.ts';
import { requireIssue } from './issueRoutes.ts';

function visible(call: Call, id: number): { issue: IssueRecord; project: ProjectRecord } | undefined {
  const issue = call.world.issueById(id);
  const project = issue && call.world.projects.get(issue.projectId);
  if (!project || !call.access.canSeeIssues(project) || !call.access.canSeeIssue(issue, project)) return undefined;
  return { issue, project };
}

/** Links in the order of creation, and only to issues that the viewer can see. Most servers return all of them. */
function list(call: Call): Reply {
  call.requireUser();
  const { project, issue } = requireIssue(call);
  const rows = call.world.activity.linksOf(issue.id).flatMap((link) => {
    const other = visible(call, link.sourceId === issue.id ? link.targetId : link.sourceId);
    if (!other) return [];
    return [
      {
        ...presentIssue(call, other.issue, other.project, { acrossProjects: other.project.id !== project.id }),
        issue_link_id: link.id,
        link_type: linkType(link, issue.id),
        link_created_at: time(link.createdAt),
        link_updated_at: time(link.createdAt),
      },
    ];
  });
  if (!call.world.hasPagesOfLinks) return { json: rows };
  const page = paginate(call, call.params(pagingParams), rows);
  return { json: page.rows, headers: page.headers };
}

/** The issue to link to. The project is a number or a path. */
function target(call: Call, projectName: string, iidText: string): { issue: IssueRecord; project: ProjectRecord } {
  const { world, access } = call;
  const project = /^\d+$/.test(projectName)
    ? world.projects.get(Number(projectName))
    : world.projectByPath(projectName);
  if (!project || !access.canSeeProject(project)) throw ApiError.notFound('Project');
  const issue = /^\d+$/.test(iidText) ? world.issue(project.id, Number(iidText)) : undefined;
  const found = issue && visible(call, issue.id);
  if (!found) throw ApiError.recordNotFound();
  return found;
}

function notify(call: Call, issue: IssueRecord, text: string): void {
  const at = later(call.world, issue);
  addSystemNote(call.world, issue, text, call.requireUser().id, at);
  call.world.touchIssue(issue);
}

function mention(from: IssueRecord, other: { issue: IssueRecord; project: ProjectRecord }, call: Call): string {
  const local = `#${other.issue.iid}`;
  return from.projectId === other.project.id ? local : `${call.world.projectPath(other.project)}${local}`;
}

const words = {
  relates_to: 'marked this issue as related to',
  blocks: 'marked this issue as blocking',
  is_blocked_by: 'marked this issue as blocked by',
} as const;

function create(call: Call): Reply {
  const types = ['relates_to', 'blocks', ...(call.version.has('blockedByLinks') ? ['is_blocked_by'] : [])];
  const params = call.params([
    { name: 'target_project_id', type: 'string', required: true },
    { name: 'target_issue_iid', type: 'string', required: true },
    { name: 'link_type', type: 'string', values: types, default: 'relates_to' },
  ]);
  call.requireUser();
  const source = requireIssue(call);
  const other = target(call, params.text('target_project_id') ?? '', params.text('target_issue_iid') ?? '');
  const type = (params.text('link_type') ?? 'relates_to') as keyof typeof words;
  const { access, version } = call;
  const { activity } = call.world;
  if (type !== 'relates_to' && !version.isPaid(source.project))
    throw ApiError.message(403, 'Blocked issues not available for current license');
  const linked = activity
    .linksOf(source.issue.id)
    .some((link) => [link.sourceId, link.targetId].includes(other.issue.id) && other.issue.id !== source.issue.id);
  if (linked) throw ApiError.message(409, 'Issue(s) already assigned');
  const mayLink = ({ project }: { project: ProjectRecord }): boolean =>
    !project.archived && access.level(project) >= 10;
  if (!mayLink(source) || !mayLink(other))
    throw ApiError.message(403, "Couldn't link issue. You must have at least the Guest role in both projects.");
  if (source.issue.id === other.issue.id)
    throw ApiError.message(422, `#${other.issue.iid} cannot be added: cannot be related to itself`);
  const ends =
    type === 'is_blocked_by'
      ? { sourceId: other.issue.id, targetId: source.issue.id }
      : { sourceId: source.issue.id, targetId: other.issue.id };
  const link = activity.addLink({ ...ends, type: type === 'relates_to' ? type : 'blocks' });
  notify(call, source.issue, `${words[type]} ${mention(source.issue, other, call)}`);
  notify(call, other.issue, `${words[linkType(link, other.issue.id)]} ${mention(other.issue, source, call)}`);
  return { status: 201, json: presentLink(call, link, type) };
}

/** A link of this issue, if the caller can see the other issue. */
function findLink(call: Call): { link: LinkRecord; issue: IssueRecord; project: ProjectRecord } {
  const id = Number(call.route['issue_link_id']);
  call.requireUser();
  const { project, issue } = requireIssue(call);
  const link = call.world.activity.linksOf(issue.id).find((one) => one.id === id);
  if (!link || !visible(call, link.sourceId) || !visible(call, link.targetId)) throw ApiError.recordNotFound();
  return { link, issue, project };
}

function show(call: Call): Reply {
  const { link } = findLink(call);
  return { json: presentLink(call, link, link.type) };
}

/** Returns 200 with the link, unlike other deletions. */
function destroy(call: Call): Reply {
  const { link, project } = findLink(call);
  if (project.archived || call.access.level(project) < 10) throw ApiError.message(404, 'No Issue Link found');
  const json = presentLink(call, link, link.type);
  call.world.activity.removeLink(link);
  const [source, other] = [visible(call, link.sourceId), visible(call, link.targetId)];
  if (source && other) {
    notify(call, source.issue, `removed the relation with ${mention(source.issue, other, call)}`);
    notify(call, other.issue, `removed the relation with ${mention(other.issue, source, call)}`);
  }
  return { json };
}

const links = '/projects/:id/issues/:issue_iid/links';

/** Linked issues (docs: Issue links API; contract section 4, "Calls"). */
export const linkRoutes: readonly Route[] = [
  { path: links, handle: list, forAll: 'linksForAll' },
  { method: 'POST', path: links, handle: create, forAll: 'linksForAll' },
  { path: `${links}/:issue_link_id`, handle: show, needs: 'singleLink' },
  { method: 'DELETE', path: `${links}/:issue_link_id`, handle: destroy, forAll: 'linksForAll' },
];
