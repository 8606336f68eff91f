import type { ParamSpec } from '../http/params.ts';
import { pagingParams } from '../http/paging.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import { dueDateWords } from './dueDates.ts';
import { orderNames } from './issueOrder.ts';

export type IssueLevel = 'global' | 'group' | 'project';

const timebox = ['Any', 'None', 'Upcoming', 'Started'];
const scopes = ['created-by-me', 'assigned-to-me', 'created_by_me', 'assigned_to_me', 'all'];

/** `allowed_types_for_issues` */
export function issueTypes(version: ServerVersion): readonly string[] {
  return [
    'issue',
    'incident',
    'test_case',
    'requirement',
    ...(version.has('taskFilter') ? ['task'] : []),
    ...(version.has('ticketFilter') ? ['ticket'] : []),
  ];
}

function negatable(version: ServerVersion, prefix: string): ParamSpec[] {
  const name = (plain: string): string => (prefix === '' ? plain : `${prefix}[${plain}]`);
  return [
    { name: name('labels'), type: 'list' },
    { name: name('milestone'), type: 'string' },
    ...(version.has('milestoneTimebox')
      ? ([{ name: name('milestone_id'), type: 'string', values: timebox }] as const)
      : []),
    { name: name('iids'), type: 'integers' },
    { name: name('author_id'), type: 'integer' },
    { name: name('author_username'), type: 'string' },
    { name: name('assignee_id'), type: prefix === '' ? 'integerNoneAny' : 'integer' },
    { name: name('assignee_username'), type: 'list' },
  ];
}

/** Parameters of both lists and `issues_statistics` (`lib/api/issues.rb`, `issues_stats_params`). */
export function statisticsParams(version: ServerVersion, level: IssueLevel): ParamSpec[] {
  const enterprise: ParamSpec[] = [
    { name: 'weight', type: 'integerNoneAny' },
    { name: 'epic_id', type: 'integerNoneAny' },
    { name: 'health_status', type: 'string', values: ['on_track', 'needs_attention', 'at_risk', 'none', 'any'] },
    { name: 'iteration_id', type: 'integerNoneAny' },
    { name: 'iteration_title', type: 'string' },
    { name: 'not[weight]', type: 'integer' },
    { name: 'not[iteration_id]', type: 'integer' },
    { name: 'not[iteration_title]', type: 'string' },
  ];
  return [
    ...negatable(version, ''),
    { name: 'search', type: 'string' },
    { name: 'in', type: 'string' },
    { name: 'created_after', type: 'dateTime' },
    { name: 'created_before', type: 'dateTime' },
    { name: 'updated_after', type: 'dateTime' },
    { name: 'updated_before', type: 'dateTime' },
    ...negatable(version, 'not'),
    level === 'global'
      ? { name: 'scope', type: 'string', values: scopes, default: 'created_by_me' }
      : { name: 'scope', type: 'string', values: scopes },
    { name: 'my_reaction_emoji', type: 'string' },
    { name: 'confidential', type: 'boolean' },
    ...(version.enterprise ? enterprise : []),
  ];
}

/** Parameters of the three issue lists (contract section 4, "Lists"). */
export function listParams(version: ServerVersion, level: IssueLevel, keyset: boolean): ParamSpec[] {
  const orders = [
    ...orderNames(version),
    ...(version.enterprise ? ['weight'] : []),
    ...(keyset ? ['id', 'weight'] : []),
  ];
  return [
    { name: 'with_labels_details', type: 'boolean', default: 'false' },
    { name: 'state', type: 'string', values: ['opened', 'closed', 'all'], default: 'all' },
    { name: 'closed_by_id', type: 'integer' },
    { name: 'order_by', type: 'string', values: orders, default: 'created_at' },
    { name: 'sort', type: 'string', values: ['asc', 'desc'], default: 'desc' },
    ...(version.has('dueDateFilter')
      ? ([{ name: 'due_date', type: 'string', values: dueDateWords(version) }] as const)
      : []),
    ...(version.has('issueTypeFilter')
      ? ([{ name: 'issue_type', type: 'string', values: issueTypes(version) }] as const)
      : []),
    ...statisticsParams(version, level),
    ...(level === 'project' ? [] : ([{ name: 'non_archived', type: 'boolean', default: 'true' }] as const)),
    ...pagingParams,
    ...(level === 'project' ? ([{ name: 'cursor', type: 'string' }] as const) : []),
  ];
}
