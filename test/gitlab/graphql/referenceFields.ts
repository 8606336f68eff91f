import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import { connection } from './connection.ts';
import type { Args, QueryContext } from './queryContext.ts';

/** The values of a list argument, such as `iids: ["1"]`. */
function listed(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Fields for people and groups. https://docs.gitlab.com/api/graphql/reference/#queryusers, #querygroup */
export function queryFields({ world, access, url }: QueryContext) {
  return {
    users: (args: Args) => {
      const found = listed(args['usernames']).flatMap((name) => world.people.byUsername(name) ?? []);
      const users = found.map(({ id, username, name }) => ({
        id: `gid://gitlab/User/${id}`,
        username,
        name,
        webUrl: `${url}/${username}`,
      }));
      return connection(users, args);
    },
    group: ({ fullPath }: Args) => {
      const group = world.groupByPath(String(fullPath));
      if (!group || !access.canSeeGroup(group)) return null;
      const path = world.groupPath(group);
      const id = `gid://gitlab/Group/${group.id}`;
      return { id, name: group.name, fullName: group.name, fullPath: path, webUrl: `${url}/groups/${path}` };
    },
  };
}

/**
 * Fields for a project's issues, merge requests, and commits. https://docs.gitlab.com/api/graphql/reference/#project
 */
export function projectFields(context: QueryContext, project: ProjectRecord) {
  const { world, access, url } = context;
  const at = `${url}/${world.projectPath(project)}/-`;
  const seen = (iid: unknown) => issueFields(context, world.issue(project.id, Number(iid)));
  return {
    issue: ({ iid }: Args) => seen(iid),
    issues: (args: Args) =>
      connection(
        listed(args['iids']).flatMap((iid) => seen(iid) ?? []),
        args,
      ),
    mergeRequests: (args: Args) => {
      const iids = listed(args['iids']);
      const found = world.mergeRequests.filter((one) => one.projectId === project.id && iids.includes(String(one.iid)));
      const rows = found.map(({ iid, title, state }) => ({
        iid: String(iid),
        title,
        state,
        webUrl: `${at}/merge_requests/${iid}`,
      }));
      return connection(rows, args);
    },
    repository: () => {
      if (access.level(project) < 20 && project.visibility === 'private') return null;
      const commitAt = (ref: string) =>
        world.commits.find(({ projectId, sha }) => projectId === project.id && sha.startsWith(ref));
      return {
        tree: ({ ref }: Args) => {
          const commit = commitAt(String(ref));
          const facts = commit && { sha: commit.sha, title: commit.title, webUrl: `${at}/commit/${commit.sha}` };
          return { lastCommit: facts ?? null };
        },
      };
    },
  };
}

interface IssueFields {
  readonly iid: string;
  readonly title: string;
  readonly state: string;
  readonly webUrl: string;
  readonly reference: (args: Args) => string;
  readonly moved: boolean;
  readonly movedTo: () => IssueFields | null;
  readonly closedAsDuplicateOf: () => IssueFields | null;
}

function issueFields(context: QueryContext, issue: IssueRecord | undefined): IssueFields | null {
  const { world, access, url } = context;
  const project = issue && world.projects.get(issue.projectId);
  if (!project || !access.canSeeIssues(project) || !access.canSeeIssue(issue, project)) return null;
  const path = world.projectPath(project);
  const other = (id: number | null | undefined): IssueFields | null =>
    typeof id === 'number' ? issueFields(context, world.issueById(id)) : null;
  return {
    iid: String(issue.iid),
    title: issue.title,
    state: issue.state,
    webUrl: `${url}/${path}/-/issues/${issue.iid}`,
    reference: ({ full }) => (full === true ? `${path}#${issue.iid}` : `#${issue.iid}`),
    moved: issue.movedToId !== null,
    movedTo: () => other(issue.movedToId),
    closedAsDuplicateOf: () => other(issue.duplicatedToId),
  };
}
