import type { AwardRecord, IssueRecord, NoteRecord, ProjectRecord } from '../world/records.ts';
import { connection } from './connection.ts';
import type { Args, QueryContext } from './queryContext.ts';
import { projectFields, queryFields } from './referenceFields.ts';
import { type SyntheticNote, syntheticNotes } from './syntheticNotes.ts';

/**
 * The root of the data. The `graphql` package reads a field as the property of that name, and calls it if it is a
 * function. Objects of an interface have `__typename`.
 * https://docs.gitlab.com/api/graphql/reference/#queryproject, #projectworkitems, #workitemwidget
 */
export function queryRoot(context: QueryContext) {
  const { world, access } = context;
  return {
    ...queryFields(context),
    project: ({ fullPath }: Args) => {
      const project = world.projectByPath(String(fullPath));
      return project && access.canSeeIssues(project) ? projectOf(context, project) : null;
    },
  };
}

function projectOf(context: QueryContext, project: ProjectRecord) {
  const { world, access, url } = context;
  const path = world.projectPath(project);
  return {
    ...projectFields(context, project),
    id: `gid://gitlab/Project/${project.id}`,
    name: project.name,
    fullPath: path,
    webUrl: `${url}/${path}`,
    workItems: (args: Args) => {
      const iids = Array.isArray(args['iids']) ? args['iids'] : [args['iid']];
      const items = iids.flatMap((iid) => {
        const issue = world.issue(project.id, Number(iid));
        return issue && access.canSeeIssue(issue, project) ? [workItemOf(context, issue, project)] : [];
      });
      return connection(items, args);
    },
  };
}

interface WorkItem {
  readonly id: string;
  readonly iid: string;
  readonly title: string;
  readonly state: string;
  readonly webUrl: string;
  readonly widgets: () => readonly object[];
}

function workItemOf(context: QueryContext, issue: IssueRecord, project: ProjectRecord): WorkItem {
  const { world, access, schema, url } = context;
  const children = (): WorkItem[] =>
    world.activity.childrenOf(issue.id).flatMap((id) => {
      const child = world.issueById(id);
      const home = child && world.projects.get(child.projectId);
      return home && access.canSeeIssue(child, home) ? [workItemOf(context, child, home)] : [];
    });
  const widgets = [
    {
      __typename: 'WorkItemWidgetAwardEmoji',
      type: 'AWARD_EMOJI',
      awardEmoji: (args: Args) => awards(context, world.activity.issueAwards(issue), args),
    },
    {
      __typename: 'WorkItemWidgetHierarchy',
      type: 'HIERARCHY',
      hasChildren: () => children().length > 0,
      children: (args: Args) => connection(children(), args),
    },
    {
      __typename: 'WorkItemWidgetNotes',
      type: 'NOTES',
      discussions: (args: Args) => {
        const notes = world.notes(issue.id).filter((note) => access.canSeeNote(note, project));
        const threads = [...Map.groupBy(notes, (note) => note.discussionId).values()].map((thread) => ({
          at: thread[0]?.createdAt ?? 0,
          discussion: discussionOf(context, thread),
        }));
        const changes = syntheticNotes(world, issue).map((note) => ({
          at: note.createdAt,
          discussion: syntheticDiscussionOf(note),
        }));
        const all = [...threads, ...changes].toSorted((a, b) => a.at - b.at);
        return connection(
          all.map(({ discussion }) => discussion),
          args,
        );
      },
    },
  ];
  return {
    id: `gid://gitlab/WorkItem/${issue.id}`,
    iid: String(issue.iid),
    title: issue.title,
    state: issue.state === 'closed' ? 'CLOSED' : 'OPEN',
    webUrl: `${url}/${world.projectPath(project)}/-/work_items/${issue.iid}`,
    widgets: () => widgets.filter((widget) => schema.getType(widget.__typename)),
  };
}

function discussionOf(context: QueryContext, thread: readonly NoteRecord[]) {
  const notes = thread.map((note) => ({
    id: `gid://gitlab/${note.individual ? 'Note' : 'DiscussionNote'}/${note.id}`,
    body: note.body,
    system: note.system,
    internal: note.internal,
    awardEmoji: (args: Args) => awards(context, context.world.activity.noteAwards(note.id), args),
  }));
  return {
    id: `gid://gitlab/Discussion/${thread[0]?.discussionId ?? ''}`,
    notes: (args: Args) => connection(notes, args),
  };
}

function syntheticDiscussionOf({ id, body }: SyntheticNote) {
  const note = { id, body, system: true, internal: false, awardEmoji: () => connection([]) };
  return { id, notes: (args: Args) => connection([note], args) };
}

function awards({ world, url }: QueryContext, records: readonly AwardRecord[], args: Args) {
  const rows = records.map(({ name, userId }) => {
    const { id, username, name: fullName } = world.people.user(userId);
    return {
      name,
      user: { id: `gid://gitlab/User/${id}`, username, name: fullName, webUrl: `${url}/${username}` },
    };
  });
  return connection(rows, args);
}
