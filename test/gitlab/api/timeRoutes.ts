import { presentTimeStats } from '../entities/issueEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { IssueChange } from '../world/issueChange.ts';
import type { IssueRecord } from '../world/records.ts';
import { parseDuration } from '../world/timeTracking.ts';
import { requireIssue } from './issueRoutes.ts';
import { applyAs } from './issueWriteRoutes.ts';

function track(call: Call, status: number, change: (issue: IssueRecord) => IssueChange): Reply {
  const user = call.requireUser();
  const { project, issue } = requireIssue(call);
  if (!call.access.canManage(project)) throw ApiError.forbidden();
  applyAs(call, project, issue, change(issue), user.id);
  return { status, json: presentTimeStats(issue) };
}

/** The duration in seconds, or undefined if the text isn't a duration. */
function duration(call: Call): number | undefined {
  const params = call.params([
    { name: 'duration', type: 'string', required: true },
    { name: 'summary', type: 'string' },
  ]);
  return parseDuration(params.text('duration') ?? '');
}

function setEstimate(call: Call): Reply {
  const seconds = duration(call);
  return track(call, 200, () => {
    if (seconds !== undefined && seconds < 0)
      throw ApiError.message(400, {
        time_estimate: ['must have a valid format and be greater than or equal to zero.'],
      });
    return { timeEstimate: seconds ?? 0 };
  });
}

function addSpent(call: Call): Reply {
  const seconds = duration(call);
  return track(call, 201, (issue) => {
    if (!seconds) throw ApiError.message(400, { time_spent: ['must be a valid duration'] });
    const timeSpent = issue.timeSpent + seconds;
    if (timeSpent < 0) throw ApiError.message(400, { base: ['Time to subtract exceeds the total time spent'] });
    return { timeSpent };
  });
}

const issuePath = '/projects/:id/issues/:issue_iid';

/** Time tracking (`lib/api/time_tracking_endpoints.rb`): 200, but 201 for time spent. */
export const timeRoutes: readonly Route[] = [
  { path: `${issuePath}/time_stats`, handle: (call) => ({ json: presentTimeStats(requireIssue(call).issue) }) },
  { method: 'POST', path: `${issuePath}/time_estimate`, handle: setEstimate },
  { method: 'POST', path: `${issuePath}/add_spent_time`, handle: addSpent },
  {
    method: 'POST',
    path: `${issuePath}/reset_time_estimate`,
    handle: (call) => track(call, 200, () => ({ timeEstimate: 0 })),
  },
  {
    method: 'POST',
    path: `${issuePath}/reset_spent_time`,
    handle: (call) => track(call, 200, () => ({ timeSpent: 0 })),
  },
];
