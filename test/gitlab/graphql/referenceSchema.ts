import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import type { GraphType } from './execute.ts';
import type { QueryContext } from './workItemSchema.ts';

type Fields = GraphType['fields'];

/** The values of a list argument, such as `iids: ["1"]`. */
function listed(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Fields for people and groups. https://docs.gitlab.com/api/graphql/reference/#queryusers, #querygroup */
export function queryFields({ world, access, url }: QueryContext): Fields {
  return {
    users: ({ usernames }) => {
      const found = listed(usernames).flatMap((name) => world.people.byUsername(name) ?? []);
      return nodes(
        'UserCore',
        found.map(({ username, name }) => ({ username, name, webUrl: `${url}/${username}` })),
      );
    },
    group: ({ fullPath }) => {
      const group = world.groupByPath(String(fullPath));
      if (!group || !access.canSeeGroup(group)) return null;
      const path = world.groupPath(group);
      return plain('Group', { fullName: group.name, fullPath: path, webUrl: `${url}/groups/${path}` });
    },
  };
}

/**
 * Fields for a project's issues, merge requests, and commits. https://docs.gitlab.com/api/graphql/reference/#project
 */
export function projectFields(context: QueryContext, project: ProjectRecord): Fields {
  const { world, access, url } = context;
  const at = `${url}/${world.projectPath(project)}/-`;
  return {
    issue: ({ iid }) => issueType(context, world.issue(project.id, Number(iid))) ?? null,
    issues: ({ iids }) => ({
      name: 'IssueConnection',
      fields: {
        nodes: () => listed(iids).flatMap((iid) => issueType(context, world.issue(project.id, Number(iid))) ?? []),
      },
    }),
    mergeRequests: ({ iids }) =>
      nodes(
        'MergeRequest',
        world.mergeRequests
          .filter((one) => one.projectId === project.id && listed(iids).includes(String(one.iid)))
          .map(({ iid, title, state }) => ({ iid: String(iid), title, state, webUrl: `${at}/merge_requests/${iid}` })),
      ),
    repository: () =>
      access.level(project) < 20 && project.visibility === 'private'
        ? null
        : {
            name: 'Repository',
            fields: {
              tree: ({ ref }: Readonly<Record<string, unknown>>) => {
                const commit = world.commits.find(
                  ({ projectId, sha }) => projectId === project.id && sha.startsWith(String(ref)),
                );
                const facts = commit && { sha: commit.sha, title: commit.title, webUrl: `${at}/commit/${commit.sha}` };
                return { name: 'Tree', fields: { lastCommit: () => (facts ? plain('Commit', facts) : null) } };
              },
            },
          },
  };
}

function issueType(context: QueryContext, issue: IssueRecord | undefined): GraphType | undefined {
  const { world, access, url } = context;
  const project = issue && world.projects.get(issue.projectId);
  if (!project || !access.canSeeIssues(project) || !access.canSeeIssue(issue, project)) return undefined;
  const path = world.projectPath(project);
  const other = (id: number | null | undefined): GraphType | null =>
    typeof id === 'number' ? (issueType(context, world.issueById(id)) ?? null) : null;
  return {
    name: 'Issue',
    fields: {
      iid: () => String(issue.iid),
      title: () => issue.title,
      state: () => issue.state,
      webUrl: () => `${url}/${path}/-/issues/${issue.iid}`,
      reference: ({ full }) => (full === true ? `${path}#${issue.iid}` : `#${issue.iid}`),
      moved: () => issue.movedToId !== null,
      movedTo: () => other(issue.movedToId),
      closedAsDuplicateOf: () => other(issue.duplicatedToId),
    },
  };
}

function plain(name: string, facts: Readonly<Record<string, unknown>>): GraphType {
  return { name, fields: Object.fromEntries(Object.entries(facts).map(([field, value]) => [field, () => value])) };
}

function nodes(name: string, all: readonly Readonly<Record<string, unknown>>[]): GraphType {
  return { name: `${name}Connection`, fields: { nodes: () => all.map((facts) => plain(name, facts)) } };
}
