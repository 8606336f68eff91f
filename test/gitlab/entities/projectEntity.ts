import type { GroupRecord, ProjectRecord } from '../world/records.ts';
import { openIssues, presentNamespace, time, type Json, type Present } from './presenter.ts';

function origin(url: string): { host: string; path: string } {
  const parsed = new URL(url);
  return { host: parsed.hostname, path: parsed.pathname.replace(/\/$/, '') };
}

/** `lib/api/entities/basic_project_details.rb`, for `simple=true` and for anonymous viewers. */
export function presentProjectBasic(p: Present, project: ProjectRecord): Json {
  const path = p.world.projectPath(project);
  const group = p.world.group(project.groupId);
  const webUrl = `${p.url}/${path}`;
  const { host } = origin(p.url);
  return {
    id: project.id,
    description: project.description,
    name: project.name,
    name_with_namespace: `${p.world.groupName(group)} / ${project.name}`,
    path: project.path,
    path_with_namespace: path,
    created_at: time(project.createdAt),
    default_branch: project.defaultBranch,
    tag_list: project.topics,
    topics: project.topics,
    ssh_url_to_repo: `git@${p.world.sshHost ?? host}:${path}.git`,
    http_url_to_repo: `${webUrl}.git`,
    web_url: webUrl,
    readme_url: project.defaultBranch === null ? null : `${webUrl}/-/blob/${project.defaultBranch}/README.md`,
    forks_count: 0,
    avatar_url: null,
    star_count: project.starCount,
    last_activity_at: time(project.lastActivityAt),
    ...(p.version.has('simpleVisibility') ? { visibility: project.visibility } : {}),
    namespace: presentNamespace(p, group),
  };
}

function featureLevels(project: ProjectRecord): Json {
  const rest = 'enabled';
  return {
    issues_access_level: project.issuesAccess,
    repository_access_level: rest,
    merge_requests_access_level: rest,
    forking_access_level: rest,
    wiki_access_level: rest,
    builds_access_level: rest,
    snippets_access_level: rest,
    pages_access_level: 'private',
    analytics_access_level: rest,
    container_registry_access_level: rest,
    security_and_compliance_access_level: 'private',
    releases_access_level: rest,
    environments_access_level: rest,
    feature_flags_access_level: rest,
    infrastructure_access_level: rest,
    monitor_access_level: rest,
    model_experiments_access_level: rest,
    model_registry_access_level: rest,
  };
}

/** `lib/api/entities/project_with_access.rb`, for a signed-in viewer. */
export function presentProject(p: Present, project: ProjectRecord, options: { permissions?: boolean } = {}): Json {
  const self = `${p.url}/api/v4/projects/${project.id}`;
  const basic = presentProjectBasic(p, project);
  delete basic['visibility'];
  const { host } = origin(p.url);
  return {
    ...basic,
    container_registry_image_prefix: `registry.${host}/${p.world.projectPath(project)}`,
    _links: {
      self,
      issues: `${self}/issues`,
      merge_requests: `${self}/merge_requests`,
      repo_branches: `${self}/repository/branches`,
      labels: `${self}/labels`,
      events: `${self}/events`,
      members: `${self}/members`,
      cluster_agents: `${self}/cluster_agents`,
    },
    ...(p.version.enterprise ? { marked_for_deletion_at: null, marked_for_deletion_on: null } : {}),
    packages_enabled: true,
    empty_repo: project.defaultBranch === null,
    archived: project.archived,
    visibility: project.visibility,
    resolve_outdated_diff_discussions: false,
    repository_object_format: 'sha1',
    issues_enabled: project.issuesAccess !== 'disabled',
    merge_requests_enabled: true,
    wiki_enabled: true,
    jobs_enabled: true,
    snippets_enabled: true,
    container_registry_enabled: true,
    service_desk_enabled: false,
    can_create_merge_request_in: p.access.level(project) >= 30,
    ...featureLevels(project),
    emails_disabled: false,
    emails_enabled: true,
    shared_runners_enabled: true,
    lfs_enabled: true,
    creator_id: project.creatorId,
    import_status: 'none',
    ...(project.issuesAccess === 'disabled' ? {} : { open_issues_count: openIssues(p, project) }),
    description_html: project.description === null ? '' : `<p dir="auto">${project.description}</p>`,
    updated_at: time(project.lastActivityAt),
    ci_config_path: null,
    public_jobs: true,
    shared_with_groups: [],
    only_allow_merge_if_pipeline_succeeds: false,
    allow_merge_on_skipped_pipeline: null,
    request_access_enabled: true,
    only_allow_merge_if_all_discussions_are_resolved: false,
    remove_source_branch_after_merge: true,
    printing_merge_request_link_enabled: true,
    merge_method: 'merge',
    squash_option: 'default_off',
    enforce_auth_checks_on_uploads: true,
    suggestion_commit_message: null,
    merge_commit_template: null,
    squash_commit_template: null,
    issue_branch_template: null,
    warn_about_potentially_unwanted_characters: true,
    autoclose_referenced_issues: true,
    ...(p.version.enterprise
      ? {
          external_authorization_classification_label: '',
          requirements_enabled: false,
          requirements_access_level: 'enabled',
          security_and_compliance_enabled: false,
          compliance_frameworks: [],
        }
      : {}),
    ...(p.version.isPaid(project)
      ? { issues_template: project.issuesTemplate ?? '', merge_requests_template: '' }
      : {}),
    ...(options.permissions === false ? {} : { permissions: permissions(p, project) }),
  };
}

/** Both are null for administrators and for viewers of a public project. Inherited roles count as group access. */
function permissions(p: Present, project: ProjectRecord): Json {
  const userId = p.access.user?.id ?? -1;
  const { people } = p.world;
  const access = (level: number | null): Json | null =>
    level === null ? null : { access_level: level, notification_level: 3 };
  return {
    project_access: access(people.directLevel(userId, project.id)),
    group_access: access(people.groupLevel(userId, p.world.groupAndAncestors(project.groupId))),
  };
}

/** `lib/api/entities/group.rb`. */
export function presentGroup(p: Present, group: GroupRecord): Json {
  const fullPath = p.world.groupPath(group);
  return {
    id: group.id,
    web_url: `${p.url}/groups/${fullPath}`,
    name: group.name,
    path: group.path,
    description: group.description,
    visibility: group.visibility,
    share_with_group_lock: false,
    require_two_factor_authentication: false,
    two_factor_grace_period: 48,
    project_creation_level: 'developer',
    auto_devops_enabled: null,
    subgroup_creation_level: 'maintainer',
    emails_disabled: false,
    emails_enabled: true,
    mentions_disabled: null,
    lfs_enabled: true,
    default_branch: null,
    default_branch_protection: 2,
    avatar_url: null,
    request_access_enabled: true,
    full_name: p.world.groupName(group),
    full_path: fullPath,
    created_at: time(group.createdAt),
    parent_id: group.parentId,
    organization_id: 1,
    shared_runners_setting: 'enabled',
    ...(p.version.enterprise ? { ldap_cn: null, ldap_access: null } : {}),
  };
}
