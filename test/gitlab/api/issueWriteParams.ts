import type { Params, ParamSpec } from '../http/params.ts';
import { issueTypes } from './issueParams.ts';
import type { ServerVersion } from '../world/serverVersion.ts';

/** Parameters of both creating and updating (`lib/api/issues.rb`, `issue_params`). */
function shared(version: ServerVersion): ParamSpec[] {
  return [
    { name: 'description', type: 'string' },
    { name: 'assignee_ids', type: 'integers' },
    { name: 'assignee_id', type: 'integer' },
    { name: 'milestone_id', type: 'integer' },
    ...(version.has('writtenMilestoneTitle') ? ([{ name: 'milestone', type: 'string' }] as const) : []),
    { name: 'labels', type: 'list' },
    { name: 'add_labels', type: 'list' },
    { name: 'remove_labels', type: 'list' },
    { name: 'due_date', type: 'string' },
    ...(version.has('writtenStartDate') ? ([{ name: 'start_date', type: 'string' }] as const) : []),
    { name: 'confidential', type: 'boolean', allowBlank: false },
    { name: 'discussion_locked', type: 'boolean' },
    { name: 'issue_type', type: 'string', values: issueTypes(version) },
    ...(version.enterprise
      ? ([
          { name: 'weight', type: 'integer' },
          { name: 'epic_id', type: 'integer' },
          { name: 'epic_iid', type: 'integer' },
        ] as const)
      : []),
  ];
}

/** `POST /projects/:id/issues`. */
export function createParams(version: ServerVersion): ParamSpec[] {
  return [
    { name: 'title', type: 'string', required: true },
    { name: 'created_at', type: 'dateTime' },
    { name: 'merge_request_to_resolve_discussions_of', type: 'integer' },
    { name: 'discussion_to_resolve', type: 'string' },
    { name: 'iid', type: 'integer' },
    ...shared(version),
  ];
}

/** `PUT /projects/:id/issues/:issue_iid`. */
export function updateParams(version: ServerVersion): ParamSpec[] {
  return [
    { name: 'issue_iid', type: 'integer' },
    { name: 'title', type: 'string' },
    { name: 'updated_at', type: 'dateTime', allowBlank: false },
    { name: 'state_event', type: 'string', values: ['reopen', 'close'] },
    ...shared(version),
  ];
}

/**
 * Throws if no parameter is given. Names and order as in `helpers/issues_helpers.rb`, `update_params_at_least_one_of`.
 */
export function refuseNothing(params: Params, version: ServerVersion): void {
  params.atLeastOne(
    'assignee_id',
    'assignee_ids',
    'confidential',
    'created_at',
    'description',
    'discussion_locked',
    'due_date',
    'labels',
    'add_labels',
    'remove_labels',
    'milestone_id',
    'state_event',
    'title',
    'issue_type',
    ...(version.has('writtenMilestoneTitle') ? ['milestone'] : []),
    ...(version.has('writtenStartDate') ? ['start_date'] : []),
    ...(version.enterprise ? ['weight', 'epic_id', 'epic_iid'] : []),
  );
}
