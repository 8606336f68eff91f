import type { Edition } from '../standInOptions.ts';

/** What is known about a name in GitLab's GraphQL schema: a type, field, argument, input field, or enum value. */
export interface FieldFact {
  /** `Type`, `Type.field`, `Type.field(argument)`, or `Enum.VALUE`. A type includes its fields, a field its arguments. */
  readonly name: string;
  /** The first version that is known to have it. Older ones may have it, too. Absent if only the edition is known. */
  readonly since?: string;
  /** The only edition that has it. Absent if both have it. */
  readonly edition?: Edition;
  /** A merge request or a file of GitLab (`gitlabhq/gitlabhq`, `ee/` in `gitlab-org/gitlab`), or one of the schemas. */
  readonly source: string;
}

/** All names with the same version, edition, and source. */
function facts(since: string | undefined, edition: Edition | 'both', source: string, names: string): FieldFact[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({
      name,
      source,
      ...(since === undefined ? {} : { since }),
      ...(edition === 'both' ? {} : { edition }),
    }));
}

/** A schema of 13.x that GitLab committed. Its minor version is unknown, so it stands for all of 13.x. */
const sdl = 'doc/api/graphql/reference/gitlab_schema.graphql @ 000087abd5a1 (13.x)';
const issueType = 'app/graphql/types/issue_type.rb @ e5f2a04e9d54 (13.x)';
const license =
  'ee/app/graphql of GitLab, and the refusal by a Community Edition 19.4 that jmrplens/gitlab-mcp-server tests';
const mergeRequest = 'gitlab.com/gitlab-org/gitlab/-/merge_requests';

/**
 * The table from which `schemaOf.ts` derives schemas. Versions before 15.8 have only these names. Later versions also
 * have what both real schemas around them have. What is in neither counts from the newer one on.
 */
export const fieldFacts: readonly FieldFact[] = [
  ...facts('13.0', 'both', sdl, 'Query.project Query.group Query.users'),
  ...facts('13.0', 'both', sdl, 'Project.id Project.name Project.fullPath Project.webUrl'),
  ...facts('13.0', 'both', sdl, 'Project.issue Project.issues Project.mergeRequests Project.repository'),
  ...facts('13.0', 'both', sdl, 'Group.id Group.name Group.fullName Group.fullPath Group.webUrl'),
  ...facts('13.0', 'both', sdl, 'UserCore.id UserCore.name UserCore.username UserCore.webUrl UserCore.avatarUrl'),
  ...facts('13.0', 'both', sdl, 'UserCoreConnection IssueConnection MergeRequestConnection PageInfo'),
  ...facts('13.0', 'both', sdl, 'Repository Repository.tree Tree Commit'),
  ...facts(
    '13.0',
    'both',
    sdl,
    'MergeRequest.id MergeRequest.iid MergeRequest.title MergeRequest.state MergeRequest.webUrl',
  ),
  ...facts(
    '13.0',
    'both',
    sdl,
    'Issue.id Issue.iid Issue.title Issue.state Issue.webUrl Issue.reference Issue.updatedAt',
  ),
  ...facts('13.12', 'both', issueType, 'Issue.moved Issue.movedTo'),
  ...facts('15.1', 'both', `${mergeRequest}/88797`, 'Issue.closedAsDuplicateOf'),

  ...facts('15.11', 'both', `${mergeRequest}/116687`, 'WorkItemWidgetAwardEmoji AwardEmojiConnection'),
  ...facts('15.11', 'both', `${mergeRequest}/116687`, 'WorkItemWidgetType.AWARD_EMOJI'),
  ...facts('15.9', 'both', 'app/graphql/types/work_item_type.rb: `milestone: 15.9`', 'WorkItem.author'),
  ...facts('15.9', 'both', `${mergeRequest}/109698`, 'WorkItemPermissions.adminWorkItem'),
  ...facts('16.0', 'both', `${mergeRequest}/114848`, 'WorkItemPermissions.setWorkItemMetadata'),
  ...facts('16.1', 'both', `${mergeRequest}/121357`, 'WorkItemPermissions.createNote'),
  ...facts('16.1', 'both', `${mergeRequest}/116196`, 'Note.awardEmoji'),

  ...facts('16.4', 'both', `${mergeRequest}/126980`, 'WorkItemWidgetLinkedItems WorkItemWidgetType.LINKED_ITEMS'),
  ...facts('16.4', 'both', `${mergeRequest}/126980`, 'LinkedWorkItemType LinkedWorkItemTypeConnection'),
  ...facts('16.4', 'ee', `${mergeRequest}/128152`, 'WorkItemWidgetLinkedItems.blocked'),
  ...facts('16.4', 'ee', `${mergeRequest}/128152`, 'WorkItemWidgetLinkedItems.blockedByCount'),
  ...facts('16.4', 'ee', `${mergeRequest}/128152`, 'WorkItemWidgetLinkedItems.blockingCount'),
  ...facts('16.5', 'both', 'app/graphql/types/work_item_type.rb: `milestone: 16.5`', 'WorkItem.archived'),
  ...facts('16.5', 'both', `${mergeRequest}/131434`, 'WorkItemAwardEmojiUpdateAction.TOGGLE'),
  ...facts('16.7', 'both', `${mergeRequest}/136616`, 'WorkItemType.widgetDefinitions WorkItemWidgetDefinition'),
  ...facts('16.7', 'both', `${mergeRequest}/136616`, 'WorkItemWidgetDefinitionGeneric'),
  ...facts('16.9', 'both', `${mergeRequest}/140074`, 'Project.workItemTypes(name)'),
  ...facts('16.6', 'both', `${mergeRequest}/134134`, 'WorkItemWidgetHierarchy.ancestors'),
  ...facts('17.10', 'both', `${mergeRequest}/180057`, 'WorkItemPermissions.moveWorkItem'),
  ...facts('17.10', 'both', `${mergeRequest}/180057`, 'WorkItemPermissions.cloneWorkItem'),
  ...facts(
    '17.3',
    'both',
    'app/graphql/types/work_items/widgets/hierarchy_type.rb: `milestone: 17.3`',
    'WorkItemWidgetHierarchy.rolledUpCountsByType WorkItemTypeCountsByState WorkItemStateCountsType',
  ),
  ...facts(
    '18.2',
    'ee',
    `${mergeRequest}/183026, and GitLab 18.2, which made statuses available`,
    `WorkItemStatus WorkItemStatusCategoryEnum WorkItemWidgetStatus WorkItemWidgetStatusInput
     WorkItemWidgetStatusFilterInput WorkItemWidgetDefinitionStatus WorkItemUpdateInput.statusWidget
     Project.workItems(status) WorkItemSort.STATUS_ASC WorkItemSort.STATUS_DESC`,
  ),
  ...facts(
    '18.4',
    'both',
    'app/graphql/types/work_item_type.rb, which had them before `webPath` (merge request 206695, 18.5)',
    'WorkItem.widgets(onlyTypes) WorkItem.widgets(exceptTypes) WorkItem.duplicatedToWorkItemUrl WorkItem.movedToWorkItemUrl',
  ),
  ...facts(
    '18.9',
    'both',
    'app/graphql/types/work_item_type.rb: `milestone: 18.9`',
    'WorkItem.features WorkItemFeatures',
  ),

  ...facts(
    undefined,
    'ee',
    license,
    `WorkItemWidgetHealthStatus WorkItemWidgetIteration WorkItemWidgetWeight
     WorkItemWidgetHealthStatusInput WorkItemWidgetIterationInput WorkItemWidgetWeightInput
     WorkItemUpdateInput.healthStatusWidget WorkItemUpdateInput.iterationWidget WorkItemUpdateInput.weightWidget
     WorkItemWidgetType.HEALTH_STATUS WorkItemWidgetType.ITERATION WorkItemWidgetType.WEIGHT
     WorkItemWidgetType.STATUS WorkItemWidgetType.PROGRESS WorkItemWidgetType.COLOR
     WorkItemWidgetType.VERIFICATION_STATUS WorkItemWidgetType.CUSTOM_FIELDS WorkItemWidgetType.VULNERABILITIES
     WorkItemWidgetType.REQUIREMENT_LEGACY WorkItemWidgetType.TEST_REPORTS
     Iteration HealthStatus HealthStatusFilter IterationWildcardId EpicWildcardId WeightWildcardId
     WorkItemWidgetAssignees.allowsMultipleAssignees WorkItemWidgetLabels.allowsScopedLabels
     WorkItemSort.HEALTH_STATUS_ASC WorkItemSort.HEALTH_STATUS_DESC WorkItemSort.WEIGHT_ASC WorkItemSort.WEIGHT_DESC
     WorkItemSort.BLOCKING_ISSUES_ASC WorkItemSort.BLOCKING_ISSUES_DESC
     IssueSort.HEALTH_STATUS_ASC IssueSort.HEALTH_STATUS_DESC IssueSort.WEIGHT_ASC IssueSort.WEIGHT_DESC
     Project.issue(epicId) Project.issue(includeSubepics) Project.issue(iterationId) Project.issue(weight)
     Project.issue(iterationCadenceId) Project.issue(iterationTitle)
     Project.issues(epicId) Project.issues(includeSubepics) Project.issues(iterationId) Project.issues(weight)
     Project.issues(iterationCadenceId) Project.issues(iterationTitle)
     Project.workItems(iterationId) Project.workItems(weight)`,
  ),
];
