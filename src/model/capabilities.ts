import { type Edition, editionOf } from './serverVersion.ts';

/** What is known about a server. An account is one. */
export interface ServerKind {
  /** As the server reports it, for example `18.9.1-ee`. If absent or unreadable, the server counts as the newest. */
  readonly serverVersion?: string | undefined;
  /** As the server reports it. If absent, the version may show it. */
  readonly edition?: Edition | undefined;
}

/** A feature of GitLab that not every supported server has. `docs/gitlab-versions.md` lists them all. */
export interface Capability {
  readonly title: string;
  /** The first version that has it. Absent if all supported versions do. */
  readonly since?: `${number}.${number}`;
  /** The edition that has it. Absent if both do. */
  readonly edition?: 'ee';
  /** The feature flag with which an administrator can turn it off. */
  readonly flag?: string;
  /** How the extension notices that a server differs from this table. Absent if it can't. */
  readonly probe?: string;
  /** The parts of GitLab's GraphQL schema that it adds: types, and fields as `Type.field`. */
  readonly members?: readonly string[];
  /** What the extension does without it. */
  readonly below: string;
  /** Where GitLab documents the version and edition. */
  readonly source: string;
}

/** The oldest supported major version of GitLab. */
export const oldestMajor = 13;

const undefinedMember = 'GraphQL reports a missing field or type (`undefinedField`).';
const docs = 'https://docs.gitlab.com';
const issueDocs = `${docs}/api/issues/#list-project-issues`;
const mergeRequest = 'https://gitlab.com/gitlab-org/gitlab/-/merge_requests';

/** The only place that compares versions and editions. REST parameters, GraphQL documents, and menus use it. */
export const capabilities = {
  tokenDetails: {
    title: 'Scopes and expiration date of a token',
    since: '15.5',
    probe: 'The request returns 400, 401, 404, or 405.',
    below:
      'Sign-in works, but the scopes and the expiration date are unknown. In 15.1 to 15.4, GitLab returns 401 to everyone but administrators. The extension then requests the user. If that works, the token is valid.',
    source: `${docs}/api/personal_access_tokens/`,
  },
  granularScopes: {
    title: 'Permissions of a fine-grained token',
    since: '19.2',
    flag: 'granular_personal_access_tokens',
    probe: 'The response has `granular_scopes`.',
    below: "The permissions are unknown until GitLab rejects a request. The token's details show that they're unknown.",
    source: `${mergeRequest}/243428`,
  },
  enterpriseField: {
    title: 'Edition in the response to the version request',
    since: '15.6',
    probe: 'The response has `enterprise`.',
    below:
      'The suffix of the version (`-ee`, `-jh`) shows the edition. A version that shows neither, such as a pre-release, counts as Enterprise Edition, so that no change removes assignees.',
    source: `${mergeRequest}/103969`,
  },
  selfRotation: {
    title: 'Renewing a token from VS Code',
    since: '16.10',
    below: 'The extension explains how to create a new token.',
    source: `${docs}/api/personal_access_tokens/#rotate-a-personal-access-token`,
  },
  userSettingsPage: {
    title: 'Token page under `/-/user_settings`',
    since: '16.7',
    below: 'The extension opens `/-/profile/personal_access_tokens`.',
    source: `${docs}/user/profile/personal_access_tokens/`,
  },
  plannerRole: {
    title: 'Planner role',
    since: '17.7',
    below: 'When you move an issue, the list contains projects in which you have at least the Reporter role.',
    source: `${docs}/user/permissions/`,
  },
  authorsDelete: {
    title: 'Deleting issues that you created',
    since: '18.10',
    below: 'Only Owners and Planners can delete issues.',
    source: `${docs}/user/permissions/#project-planning`,
  },
  weights: {
    title: 'Weights',
    edition: 'ee',
    below: "Weights aren't shown, and filters and sort orders that use them are rejected with an explanation.",
    source: `${docs}/user/work_items/weight/`,
  },
  severalAssignees: {
    title: 'Multiple assignees',
    edition: 'ee',
    probe: 'GitLab keeps the first of several assignees and returns no weight. Remembered for each project.',
    below: 'A new assignee replaces the previous one. A filter can have or exclude only one assignee.',
    source: `${docs}/user/project/issues/multiple_assignees_for_issues/`,
  },
  dueDateFilter: {
    title: 'Filtering by due date on GitLab',
    since: '13.3',
    below: 'Lists that GitLab returns are filtered by `due:` on this computer, which can take more requests.',
    source: 'https://gitlab.com/gitlab-org/gitlab/-/issues/233420',
  },
  dueDateWords: {
    title: 'Filtering by any due date on GitLab',
    since: '14.8',
    below:
      'Lists are filtered by `due:any`, `due:overdue`, and `due:month` on this computer, which can take more requests.',
    source: `${mergeRequest}/78460`,
  },
  milestoneWords: {
    title: 'The parameter `milestone_id`',
    since: '14.3',
    below: 'The extension sends `None`, `Any`, `#started`, or `#upcoming` as the title of the milestone.',
    source: 'https://gitlab.com/gitlab-org/gitlab/-/issues/335939',
  },
  typeFilter: {
    title: 'Filtering by type on GitLab',
    since: '14.3',
    below:
      "`type:` works only for issues that are stored on this computer. GitLab has documented the parameter since 13.12. Older servers ignore it and return all issues, so the extension doesn't rely on it in earlier versions.",
    source: issueDocs,
  },
  taskFilter: {
    title: 'Filtering by tasks on GitLab',
    since: '16.8',
    below: '`type:task` works only for issues that are stored on this computer. GitLab rejects the value.',
    source: `${mergeRequest}/139694`,
  },
  ticketFilter: {
    title: 'Filtering by tickets on GitLab',
    since: '17.8',
    below: '`type:ticket` works only for issues that are stored on this computer. GitLab rejects the value.',
    source: '`app/models/work_items/type.rb` in GitLab, which excludes it in 16.x. The exact version is inferred.',
  },
  titleOrder: {
    title: 'Sorting by title on GitLab',
    since: '15.0',
    below: '`sort:title` works only for issues that are stored on this computer.',
    source: `${issueDocs}, and \`lib/api/helpers/issues_helpers.rb\` of 14.x, which lacks it`,
  },
  keysetIssues: {
    title: 'Keyset pagination of project issues',
    since: '18.3',
    below: 'The extension uses page numbers, and counts the issues once a day to find any that it missed.',
    source: `${docs}/api/rest/#keyset-based-pagination`,
  },
  milestoneAncestors: {
    title: 'The parameters `include_ancestors` and `include_descendants` of milestones',
    since: '16.7',
    below:
      'The extension sends `include_parent_milestones` instead. For a group, milestones of its projects and subgroups are missing.',
    source: 'https://gitlab.com/gitlab-org/gitlab/-/issues/433298',
  },
  archivedLabels: {
    title: 'Archived labels',
    since: '18.9',
    probe: 'The label has `archived`.',
    below: 'All labels are offered.',
    source: `${docs}/api/labels/`,
  },
  internalNotes: {
    title: 'The parameter `internal` of comments',
    since: '15.5',
    below: 'The extension always sends the older name `confidential`, too.',
    source: `${docs}/api/notes/`,
  },
  linkedIssues: {
    title: 'Linked issues in Community Edition',
    since: '13.4',
    below: 'The page shows no linked issues, and linking an issue is rejected with an explanation.',
    source: 'https://gitlab.com/gitlab-org/gitlab/-/issues/212329',
  },
  blockingIssues: {
    title: 'Blocking issues',
    edition: 'ee',
    probe: 'GitLab rejects the link because of the license.',
    below: 'Linking an issue that blocks another is rejected with an explanation.',
    source: `${docs}/user/project/issues/related_issues/`,
  },
  blockedByLinks: {
    title: 'The link type `is_blocked_by`',
    since: '15.9',
    below: 'The extension creates the reverse link (`blocks`) from the other issue.',
    source: `${mergeRequest}/110067`,
  },
  milestoneEvents: {
    title: 'Milestone changes in the activity',
    since: '13.1',
    below: 'The page shows the comments that GitLab adds for these changes.',
    source: `${docs}/api/resource_milestone_events/`,
  },
  stateEvents: {
    title: 'Who closed and reopened an issue',
    since: '13.2',
    below: 'The page shows the comments that GitLab adds for these changes.',
    source: `${docs}/api/resource_state_events/`,
  },
  weightEvents: {
    title: 'Weight changes in the activity',
    since: '13.2',
    edition: 'ee',
    below: "Weight changes aren't shown.",
    source: `${docs}/api/resource_weight_events/`,
  },
  iterationEvents: {
    title: 'Iteration changes in the activity',
    since: '13.4',
    edition: 'ee',
    below: "Iteration changes aren't shown.",
    source: `${docs}/api/resource_iteration_events/`,
  },
  uploadDownloads: {
    title: 'Downloading uploaded files with a token',
    since: '17.4',
    below: 'Images open in the browser.',
    source: `${docs}/api/project_markdown_uploads/`,
  },
  lfsFiles: {
    title: 'Images of a repository in Git LFS',
    since: '15.7',
    below: 'These images open in the browser.',
    source: `${mergeRequest}/104624`,
  },
  workItems: {
    title: 'Child tasks',
    since: '15.8',
    probe: undefinedMember,
    members: ['Project.workItems', 'WorkItemWidgetHierarchy', 'WorkItemWidgetNotes'],
    below: "Child tasks aren't shown.",
    source: "GitLab's schema of 15.8",
  },
  reactions: {
    title: 'Reactions to an issue in GraphQL',
    since: '15.11',
    probe: undefinedMember,
    members: ['WorkItemWidgetAwardEmoji'],
    below: 'The extension reads them with a REST request.',
    source: `${mergeRequest}/116687`,
  },
  noteReactions: {
    title: 'Reactions to comments in GraphQL',
    since: '16.1',
    probe: undefinedMember,
    members: ['Note.awardEmoji'],
    below:
      'The extension reads them with a REST request for each loaded comment. After the first 20, it sends one request a second.',
    source: `${mergeRequest}/116196`,
  },
  duplicates: {
    title: 'The original of a duplicate',
    since: '15.1',
    probe: undefinedMember,
    members: ['Issue.closedAsDuplicateOf'],
    below: "The page doesn't link to the original. Where an issue was moved to is still shown.",
    source: `${mergeRequest}/88797`,
  },
  moves: {
    title: 'Where an issue was moved to',
    since: '13.12',
    probe: undefinedMember,
    members: ['Issue.moved', 'Issue.movedTo'],
    below: "The page doesn't link to the new issue. References show a moved issue as closed.",
    source: '`app/graphql/types/issue_type.rb` in GitLab. The schema of an earlier 13.x lacks both fields.',
  },
} as const satisfies Readonly<Record<string, Capability>>;

export type CapabilityName = keyof typeof capabilities;

/** Whether a server has a feature, by its version and edition. */
export function can(server: ServerKind, name: CapabilityName): boolean {
  const { since, edition }: Capability = capabilities[name];
  if (edition && (server.edition ?? editionOf(server.serverVersion ?? '')) === 'ce') return false;
  const version = readVersion(server.serverVersion);
  if (since === undefined || version === undefined) return true;
  const [major = 0, minor = 0] = since.split('.').map(Number);
  return version.major > major || (version.major === major && version.minor >= minor);
}

/** The version from which on a server has a feature, for a message. */
export function firstVersionOf(name: CapabilityName): string {
  const { since }: Capability = capabilities[name];
  return since ?? `${oldestMajor}.0`;
}

/** Whether the extension supports the version. */
export function isSupported(serverVersion: string): boolean {
  const version = readVersion(serverVersion);
  return version === undefined || version.major >= oldestMajor;
}

/** Whether a server lacks a type or a field (`Type.field`) of the GraphQL schema, according to the table. */
export function lacksMember(server: ServerKind, member: string): boolean {
  return (Object.keys(capabilities) as CapabilityName[]).some((name) => {
    const { members = [] }: Capability = capabilities[name];
    return members.includes(member) && !can(server, name);
  });
}

function readVersion(text: string | undefined): { readonly major: number; readonly minor: number } | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text ?? '') ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
