/**
 * The first GitLab version with each feature that a client can notice. An older server ignores parameters that it lacks,
 * and leaves out fields and routes. Each source is a page or merge request on gitlab.com, or a file of GitLab's source.
 */
export const serverFeatures = {
  // Sign-in
  /** `lib/api/personal_access_tokens.rb` of 15.1: `:id` isn't numeric for `self`, so the token isn't found. */
  tokenById: '15.1',
  /** docs: Metadata API */
  metadata: '15.2',
  /** docs: Personal access tokens API */
  tokenSelf: '15.5',
  /** merge request 103969 */
  enterpriseField: '15.6',
  selfRotation: '16.10',
  tokenDescription: '17.7',
  lastUsedIps: '17.8',
  granularTokens: '19.0',
  /** merge request 243428, and 19.2, which made fine-grained tokens available */
  granularScopes: '19.2',
  /** `lib/api/personal_access_tokens/self_information.rb` of 19.1 doesn't have them yet. The exact version is inferred. */
  granularScopesOfSelf: '19.4',
  kasProxyUrl: '17.6',
  /** docs: Personal access tokens, "Prefill personal access token name and scopes" */
  userSettingsPages: '16.7',
  legacyTokenPage: '18.9',
  aiWorkflowsScope: '17.9',

  // Roles (docs: Permissions and roles)
  planner: '17.7',
  authorsDelete: '18.10',

  // Lists of issues (docs: Issues API)
  /** issue 233420 */
  dueDateFilter: '13.3',
  /** merge request 78460 */
  dueDateWords: '14.8',
  /** The docs date it to 13.12, and real servers up to about 14.3 ignored it. */
  issueTypeFilter: '14.3',
  /** merge request 139694 documents it. Before, `allowed_types_for_issues` in `app/models/work_items/type.rb` excludes it. */
  taskFilter: '16.8',
  /** `app/models/work_items/type.rb` excludes it in 16.x and no longer with the column `correct_id`. Inferred. */
  ticketFilter: '17.8',
  /** issue 335939 */
  milestoneTimebox: '14.3',
  /** `lib/api/helpers/issues_helpers.rb` of 14.x lacks it. The exact version is inferred. */
  titleOrder: '15.0',
  keysetIssues: '18.3',

  // Issues
  taskStatus: '13.12',
  issueType: '13.12',
  severity: '14.0',
  /** Real responses of 16 to 19 have it exactly without tasks. */
  invertedHasTasks: '16.0',
  imported: '17.4',
  startDate: '19.0',
  writtenStartDate: '19.1',
  writtenMilestoneTitle: '19.1',
  workItemUrls: '19.1',

  /** docs: Description templates, "Set group-level description templates" */
  inheritedTemplates: '14.0',
  /** Issue 2557, which was closed in March 2022. The exact version is inferred. */
  defaultTemplates: '14.9',

  // Notes, links, and events
  /** Before, only Enterprise Edition has links (issue 212329). */
  linksForAll: '13.4',
  /** merge request 110067 */
  blockedByLinks: '15.9',
  internalNotes: '15.5',
  noteProject: '16.10',
  resolvableNotes: '18.0',
  resolvableDiscussions: '19.1',
  singleLink: '15.1',
  awardUrl: '15.7',
  labelEvents: '11.3',
  milestoneEvents: '13.1',
  stateEvents: '13.2',
  weightEvents: '13.2',
  iterationEvents: '13.4',

  // Labels and milestones
  /** `lib/api/milestone_responses.rb`: merge request 137804 renamed the parameter. `include_descendants` is as old. */
  milestoneAncestors: '16.7',
  archivedLabels: '18.9',

  // Users, projects, and uploads
  lockedUsers: '16.0',
  publicEmails: '18.9',
  simpleVisibility: '17.5',
  uploadHomes: '17.1',
  uploadIds: '17.3',
  uploadDownloads: '17.4',
  /** merge request 104624. The exact version is inferred from its date. */
  lfsFiles: '15.7',

  // Headers
  rateLimitHeaders: '18.6',
  exposedEtag: '18.0',
} as const;

export type ServerFeature = keyof typeof serverFeatures;
