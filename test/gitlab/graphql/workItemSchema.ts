import type { Access } from '../world/access.ts';
import type { AwardRecord, IssueRecord, NoteRecord, ProjectRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { type GraphType, QueryFault } from './execute.ts';
import { type SyntheticNote, syntheticNotes } from './syntheticNotes.ts';
import { projectFields, queryFields } from './referenceSchema.ts';

/** The data that a query can access. */
export interface QueryContext {
  readonly world: World;
  readonly access: Access;
  readonly url: string;
}

/** GitLab's default and maximum page size. https://docs.gitlab.com/api/graphql/#limits */
const mostNodes = 100;

/**
 * GitLab's schema for work items, in part: https://docs.gitlab.com/api/graphql/reference/#queryproject,
 * #projectworkitems, #workitemwidget
 */
export function queryType(context: QueryContext): GraphType {
  const { world, access } = context;
  return {
    name: 'Query',
    fields: {
      ...queryFields(context),
      project: ({ fullPath }) => {
        const project = world.projectByPath(String(fullPath));
        return project && access.canSeeIssues(project) ? projectType(context, project) : null;
      },
    },
  };
}

function projectType(context: QueryContext, project: ProjectRecord): GraphType {
  const { world, access } = context;
  return {
    name: 'Project',
    fields: {
      ...projectFields(context, project),
      id: () => `gid://gitlab/Project/${project.id}`,
      fullPath: () => world.projectPath(project),
      workItems: ({ iid }) => {
        const issue = world.issue(project.id, Number(iid));
        const seen = issue && access.canSeeIssue(issue, project) ? [issue] : [];
        return connection(
          'WorkItem',
          seen.map((one) => workItemType(context, one, project)),
        );
      },
    },
  };
}

function workItemType(context: QueryContext, issue: IssueRecord, project: ProjectRecord): GraphType {
  const { world, access, url } = context;
  const children = world.activity.childrenOf(issue.id).flatMap((id) => {
    const child = world.issueById(id);
    const home = child && world.projects.get(child.projectId);
    return home && access.canSeeIssue(child, home) ? [workItemType(context, child, home)] : [];
  });
  return {
    name: 'WorkItem',
    fields: {
      id: () => `gid://gitlab/WorkItem/${issue.id}`,
      iid: () => String(issue.iid),
      title: () => issue.title,
      state: () => (issue.state === 'closed' ? 'CLOSED' : 'OPEN'),
      webUrl: () => `${url}/${world.projectPath(project)}/-/work_items/${issue.iid}`,
      widgets: () => [
        { name: 'WorkItemWidgetDescription', fields: { type: () => 'DESCRIPTION' } },
        widget('WorkItemWidgetAwardEmoji', 'AWARD_EMOJI', {
          awardEmoji: () => awards(context, world.activity.issueAwards(issue)),
        }),
        widget('WorkItemWidgetHierarchy', 'HIERARCHY', {
          hasChildren: () => children.length > 0,
          children: (args) => connection('WorkItem', children, args),
        }),
        widget('WorkItemWidgetNotes', 'NOTES', {
          discussions: (args) => {
            const notes = world.notes(issue.id).filter((note) => access.canSeeNote(note, project));
            const threads = [...Map.groupBy(notes, (note) => note.discussionId).values()].map((thread) => ({
              at: thread[0]?.createdAt ?? 0,
              type: discussionType(context, thread),
            }));
            const changes = syntheticNotes(world, issue).map((note) => ({
              at: note.createdAt,
              type: syntheticDiscussionType(context, note),
            }));
            const all = [...threads, ...changes].toSorted((a, b) => a.at - b.at);
            return connection(
              'Discussion',
              all.map(({ type }) => type),
              args,
            );
          },
        }),
      ],
    },
  };
}

function widget(name: string, type: string, fields: GraphType['fields']): GraphType {
  return { name, fields: { type: () => type, ...fields } };
}

function discussionType(context: QueryContext, notes: readonly NoteRecord[]): GraphType {
  const types = notes.map((note) => ({
    name: 'Note',
    fields: {
      id: () => `gid://gitlab/${note.individual ? 'Note' : 'DiscussionNote'}/${note.id}`,
      body: () => note.body,
      awardEmoji: () => awards(context, context.world.activity.noteAwards(note.id)),
    },
  }));
  return { name: 'Discussion', fields: { notes: () => connection('Note', types) } };
}

function syntheticDiscussionType(context: QueryContext, { id, body }: SyntheticNote): GraphType {
  const note = { name: 'Note', fields: { id: () => id, body: () => body, awardEmoji: () => awards(context, []) } };
  return { name: 'Discussion', fields: { notes: () => connection('Note', [note]) } };
}

function awards({ world }: QueryContext, records: readonly AwardRecord[]): GraphType {
  return connection(
    'AwardEmoji',
    records.map(({ name, userId }) => ({
      name: 'AwardEmoji',
      fields: {
        name: () => name,
        user: () => {
          const user = world.people.user(userId);
          return {
            name: 'UserCore',
            fields: {
              id: () => `gid://gitlab/User/${user.id}`,
              username: () => user.username,
              name: () => user.name,
            },
          };
        },
      },
    })),
  );
}

/**
 * A page of a list. GitLab's cursors identify a row. These contain a row count, which only the server reads.
 * https://docs.gitlab.com/api/graphql/getting_started/#pagination
 */
function connection(of: string, nodes: readonly GraphType[], args: Readonly<Record<string, unknown>> = {}): GraphType {
  const cursor = typeof args['after'] === 'string' ? Buffer.from(args['after'], 'base64url').toString() : '0';
  if (!/^\d+$/.test(cursor)) throw new QueryFault('Please provide a valid cursor');
  const begin = Number(cursor);
  const end = begin + Math.min(typeof args['first'] === 'number' ? args['first'] : mostNodes, mostNodes);
  const hasNextPage = end < nodes.length;
  return {
    name: `${of}Connection`,
    fields: {
      nodes: () => nodes.slice(begin, end),
      count: () => nodes.length,
      pageInfo: () => ({
        name: 'PageInfo',
        fields: {
          hasNextPage: () => hasNextPage,
          endCursor: () => (hasNextPage ? Buffer.from(String(end)).toString('base64url') : null),
        },
      }),
    },
  };
}
