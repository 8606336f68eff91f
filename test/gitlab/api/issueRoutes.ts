import { presentIssue } from '../entities/issueEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { keysetUnavailable, paginate, refuseDeepOffset } from '../http/paging.ts';
import type { Params } from '../http/params.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { findGroup, groupProjects } from './groupLookup.ts';
import { IssueLister } from './issueLister.ts';
import { keysetOrders } from './issueOrder.ts';
import { listParams, statisticsParams, type IssueLevel } from './issueParams.ts';
import { keysetPage } from './keyset.ts';

/** The issue of `:id` and `:issue_iid`, if the viewer can see it. */
export function findIssue(call: Call): { project: ProjectRecord; issue: IssueRecord } | undefined {
  const iid = call.routeInteger('issue_iid');
  const project = call.project();
  const issue = call.world.issue(project.id, iid);
  if (!issue || !call.access.canSeeIssues(project) || !call.access.canSeeIssue(issue, project)) return undefined;
  return { project, issue };
}

/** Like `findIssue`, but throws `404 Not found` with a lowercase f (GitLab's `find_project_issue`). */
export function requireIssue(call: Call): { project: ProjectRecord; issue: IssueRecord } {
  const found = findIssue(call);
  if (!found) throw ApiError.recordNotFound();
  return found;
}

/** Issue lists, statistics and single issues (docs: Issues API; contract section 4). */
export class IssueRoutes {
  readonly routes: readonly Route[];
  private readonly lister: IssueLister;

  constructor(world: World) {
    this.lister = new IssueLister(world);
    const issueRoute = { namesAiWorkflows: true } as const;
    this.routes = [
      { path: '/issues', handle: (call) => this.list(call, 'global'), ...issueRoute },
      { path: '/groups/:id/issues', handle: (call) => this.list(call, 'group'), ...issueRoute },
      { path: '/projects/:id/issues', handle: (call) => this.list(call, 'project'), ...issueRoute },
      { path: '/issues_statistics', handle: (call) => this.statistics(call, 'global'), ...issueRoute },
      { path: '/groups/:id/issues_statistics', handle: (call) => this.statistics(call, 'group'), ...issueRoute },
      { path: '/projects/:id/issues_statistics', handle: (call) => this.statistics(call, 'project'), ...issueRoute },
      { path: '/projects/:id/issues/:issue_iid', handle: showByIid, ...issueRoute },
      { path: '/issues/:id', handle: showById, ...issueRoute },
    ];
  }

  private list(call: Call, level: IssueLevel): Reply {
    const keyset = call.query['pagination'] === 'keyset';
    const params = call.params(listParams(call.version, level, keyset));
    refuseConflicts(call, params);
    const projects = this.projects(call, level, params, params.flag('non_archived') ?? false);
    const details = params.flag('with_labels_details') ?? false;
    if (keyset) refuseKeyset(call, level, params);
    else if (call.version.has('keysetIssues')) refuseDeepOffset(params, 'Issue');
    const found = this.lister.list(call, params, projects);
    const page = keyset ? keysetPage(call, params, found) : paginate(call, params, found);
    const options = { acrossProjects: level !== 'project', labelsDetails: details };
    return {
      // GitLab checks again who may read each issue, after it cut the page, so a page in the middle can be short.
      json: page.rows
        .filter(({ id }) => !call.world.unlisted.has(id))
        .map((issue) => presentIssue(call, issue, call.world.project(issue.projectId), options)),
      headers: page.headers,
    };
  }

  private statistics(call: Call, level: IssueLevel): Reply {
    const params = call.params(statisticsParams(call.version, level));
    refuseConflicts(call, params);
    const found = this.lister.list(call, params, this.projects(call, level, params, false));
    const opened = found.filter((issue) => issue.state === 'opened').length;
    return { json: { statistics: { counts: { all: found.length, closed: found.length - opened, opened } } } };
  }

  /** @param live Excludes archived projects. Statistics lack this parameter and include them (`lib/api/issues.rb`). */
  private projects(call: Call, level: IssueLevel, params: Params, live: boolean): ProjectRecord[] {
    if (level === 'project') return [call.project()];
    if (level === 'global') {
      if (params.text('scope') !== 'all') call.requireUser();
      return call.access.projects().filter((project) => !live || !project.archived);
    }
    return groupProjects(call, findGroup(call), true).filter((project) => !live || !project.archived);
  }
}

function refuseConflicts(call: Call, params: Params): void {
  for (const [open, close] of [
    ['', ''],
    ['not[', ']'],
  ]) {
    const name = (plain: string): string => `${open ?? ''}${plain}${close ?? ''}`;
    params.exclusive(name('milestone_id'), name('milestone'));
    params.exclusive(name('author_id'), name('author_username'));
    params.exclusive(name('assignee_id'), name('assignee_username'));
    const assignees = params.strings(name('assignee_username')) ?? [];
    if (!call.version.enterprise && assignees.length > 1)
      throw ApiError.grape(
        400,
        `${name('assignee_username')} allows one value, but found ${assignees.length}: ${assignees.join(', ')}`,
      );
  }
}

function refuseKeyset(call: Call, level: IssueLevel, params: Params): void {
  if (level !== 'project' || !call.version.has('keysetIssues')) throw keysetUnavailable();
  if (!keysetOrders.includes(params.text('order_by') ?? '')) throw keysetUnavailable();
}

function showByIid(call: Call): Reply {
  const { issue, project } = requireIssue(call);
  return { json: presentIssue(call, issue, project, { single: true }) };
}

/** For administrators only (docs: "Single issue"). */
function showById(call: Call): Reply {
  const user = call.requireUser();
  if (!user.admin) throw ApiError.forbidden();
  const issue = call.world.issueById(call.routeInteger('id'));
  if (!issue) throw ApiError.recordNotFound();
  return {
    json: presentIssue(call, issue, call.world.project(issue.projectId), { single: true, acrossProjects: true }),
  };
}
