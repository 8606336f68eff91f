import * as v from 'valibot';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { longestUrl } from '../../model/limits.ts';
import type {
  ChildTask,
  Discussion,
  IssueLink,
  Note,
  Person,
  Reaction,
  RelatedMergeRequest,
} from '../../model/issueDetails.ts';
import type { ExtrasPage, IssueFacts, SentNote } from '../../model/gateway/issueDetailsGateway.ts';
import { count, id, lenient, parse, time, user, webUrl } from './decode.ts';
import { decodeIssue, type IssueOrigin } from './decodeIssue.ts';

/*
 * Converts GitLab's JSON to the data of the issue page. As in decode.ts, only essential keys are required, and one
 * invalid entry doesn't affect the others.
 */

const avatar = v.pipe(v.string(), v.minLength(1), v.maxLength(longestUrl));
const person = v.pipe(
  v.object({ ...user.entries, avatar_url: lenient(avatar) }),
  v.transform(({ avatar_url: avatarUrl, ...rest }): Person => ({
    ...rest,
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
  })),
);
const people = v.array(lenient(person));

const facts = v.object({
  author: lenient(person),
  assignee: lenient(person),
  assignees: v.fallback(people, []),
  description: v.fallback(v.nullish(v.string()), null),
  closed_at: lenient(time),
  closed_by: lenient(person),
  moved_to_id: lenient(id),
  discussion_locked: v.fallback(v.nullish(v.boolean()), null),
  subscribed: lenient(v.boolean()),
  time_stats: lenient(v.object({ time_estimate: v.fallback(count, 0), total_time_spent: v.fallback(count, 0) })),
  _links: lenient(v.object({ closed_as_duplicate_of: lenient(v.string()) })),
});

/** Decodes `GET /projects/:id/issues/:iid`. https://docs.gitlab.com/api/issues/#retrieve-a-project-issue */
export function decodeFacts(json: unknown, source: IssueOrigin): IssueFacts {
  const issue = decodeIssue(json, source);
  const raw = parse(facts, json);
  return {
    issue,
    description: raw.description ?? '',
    people: [raw.author, raw.assignee, ...raw.assignees].filter((one) => one !== undefined),
    ...(raw.closed_by ? { closedBy: raw.closed_by } : {}),
    ...(raw.closed_at === undefined ? {} : { closedAt: raw.closed_at }),
    isMoved: raw.moved_to_id !== undefined,
    // The link is an API URL, not a page, so only its presence counts.
    isDuplicate: raw._links?.closed_as_duplicate_of !== undefined,
    isLocked: raw.discussion_locked ?? false,
    ...(raw.subscribed === undefined ? {} : { isSubscribed: raw.subscribed }),
    timeEstimate: raw.time_stats?.time_estimate ?? 0,
    timeSpent: raw.time_stats?.total_time_spent ?? 0,
  };
}

const note = v.object({
  id,
  author: lenient(person),
  body: v.fallback(v.string(), ''),
  created_at: time,
  updated_at: lenient(time),
  system: v.fallback(v.boolean(), false),
  internal: lenient(v.boolean()),
  confidential: lenient(v.boolean()),
  resolvable: v.fallback(v.boolean(), false),
  resolved: v.fallback(v.boolean(), false),
  resolved_by: lenient(user),
  resolved_at: lenient(time),
});

function noteOf(raw: v.InferOutput<typeof note>): Note {
  return {
    id: raw.id,
    ...(raw.author ? { author: raw.author } : {}),
    body: raw.body,
    createdAt: raw.created_at,
    updatedAt: raw.updated_at ?? raw.created_at,
    isSystem: raw.system,
    // GitLab before 15.5 uses the older name `confidential`.
    isInternal: raw.internal ?? raw.confidential ?? false,
    isResolvable: raw.resolvable,
    ...(raw.resolvable && raw.resolved
      ? {
          resolved: {
            ...(raw.resolved_by ? { by: raw.resolved_by } : {}),
            ...(raw.resolved_at === undefined ? {} : { at: raw.resolved_at }),
          },
        }
      : {}),
  };
}

const discussion = v.object({
  id: v.string(),
  individual_note: v.fallback(v.boolean(), true),
  notes: v.fallback(v.array(lenient(note)), []),
});

/**
 * https://docs.gitlab.com/api/discussions/#list-project-issue-discussion-items. Throws `badData` if it isn't a list.
 */
export function decodeDiscussions(json: unknown): { discussions: Discussion[]; rows: number } {
  const rows = parse(v.array(lenient(discussion)), json);
  const discussions = rows.flatMap((row) => {
    const notes = row?.notes.filter((each) => each !== undefined).map(noteOf) ?? [];
    return row && notes.length > 0 ? [{ id: row.id, isThread: !row.individual_note, notes }] : [];
  });
  return { discussions, rows: rows.length };
}

/** Throws `badData` if it isn't a thread with a note. */
export function decodeDiscussion(json: unknown): Discussion {
  const [only] = decodeDiscussions([json]).discussions;
  if (!only) throw new GitLabError('badData');
  return only;
}

export function decodeNote(json: unknown): Note {
  return noteOf(parse(note, json));
}

/** https://docs.gitlab.com/api/notes/#list-project-issue-notes. Throws `badData` if it isn't a list. */
export function decodeNotes(json: unknown): { notes: Note[]; rows: number } {
  const rows = parse(v.array(lenient(note)), json);
  return { notes: rows.filter((each) => each !== undefined).map(noteOf), rows: rows.length };
}

/** Decodes a new note or thread. If the text had only quick actions, decodes their result. */
export function decodeSentNote(json: unknown): SentNote {
  const thread = v.safeParse(discussion, json);
  const [first] = thread.success ? thread.output.notes : [];
  const single = v.safeParse(note, json);
  const summary = v.safeParse(v.object({ summary: v.array(v.string()) }), json);
  if (single.success) return { note: noteOf(single.output), messages: [] };
  if (first) return { note: noteOf(first), messages: [] };
  if (summary.success) return { messages: summary.output.summary };
  throw new GitLabError('badData');
}

export function decodeParticipants(json: unknown): Person[] {
  return parse(people, json).filter((one) => one !== undefined);
}

const mergeRequests = v.array(
  lenient(
    v.object({
      id,
      iid: id,
      title: v.string(),
      state: v.fallback(v.picklist(['opened', 'closed', 'locked', 'merged']), 'opened'),
      draft: v.fallback(v.boolean(), false),
      work_in_progress: v.fallback(v.boolean(), false),
      references: lenient(v.object({ full: v.string() })),
      web_url: webUrl,
    }),
  ),
);

/** https://docs.gitlab.com/api/issues/#list-all-merge-requests-related-to-an-issue */
export function decodeMergeRequests(json: unknown, { closes }: { readonly closes: boolean }): RelatedMergeRequest[] {
  return parse(mergeRequests, json)
    .filter((row) => row !== undefined)
    .map((row) => ({
      id: row.id,
      title: row.title,
      state: row.state,
      isDraft: row.draft || row.work_in_progress,
      closes,
      reference: row.references?.full ?? `!${row.iid}`,
      webUrl: row.web_url,
    }));
}

const link = v.object({
  issue_link_id: id,
  link_type: v.fallback(v.picklist(['relates_to', 'blocks', 'is_blocked_by']), 'relates_to'),
});

/** https://docs.gitlab.com/api/issue_links/ */
export function decodeLinks(json: unknown, source: IssueOrigin): IssueLink[] {
  return parse(v.array(v.unknown()), json).flatMap((row) => {
    const read = v.safeParse(link, row);
    if (!read.success) return [];
    try {
      return [{ linkId: read.output.issue_link_id, type: read.output.link_type, issue: decodeIssue(row, source) }];
    } catch {
      return [];
    }
  });
}

const awards = v.array(lenient(v.object({ id, name: v.string(), user: lenient(user) })));

/** The ids of one user's reactions with one emoji. https://docs.gitlab.com/api/emoji_reactions/ */
export function decodeAwardIds(json: unknown, emoji: string, userId: number): number[] {
  return parse(awards, json)
    .filter((row) => row?.name === emoji && row.user?.id === userId)
    .flatMap((row) => (row ? [row.id] : []));
}

/** https://docs.gitlab.com/api/emoji_reactions/ */
export function decodeReactions(json: unknown): Reaction[] {
  return parse(awards, json).flatMap((row) => (row?.user ? [{ name: row.name, user: row.user }] : []));
}

/** `gid://gitlab/User/12` -> 12 */
const gid = v.pipe(
  v.string(),
  // Notes that GitLab generates from an event have a hash instead of a number.
  v.transform((text) => Number(/\/(\d+)$/.exec(text)?.[1])),
  id,
);
const pageInfo = v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) });
const nodes = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.fallback(
    v.nullish(v.object({ nodes: v.fallback(v.array(lenient(schema)), []), pageInfo: lenient(pageInfo) })),
    null,
  );
const reaction = v.object({ name: v.string(), user: v.object({ ...user.entries, id: gid }) });
const child = v.object({
  iid: v.pipe(v.union([v.string(), v.number()]), v.transform(Number), id),
  title: v.string(),
  state: v.fallback(v.string(), 'OPEN'),
  webUrl,
});
const widget = v.object({
  awardEmoji: nodes(reaction),
  children: nodes(child),
  discussions: nodes(v.object({ notes: nodes(v.object({ id: gid, awardEmoji: nodes(reaction) })) })),
});
const extras = v.object({
  data: v.object({
    project: v.object({ workItems: v.object({ nodes: v.array(v.object({ widgets: v.array(lenient(widget)) })) }) }),
  }),
});

/** The lists within a response to `issuePageDocument` that are longer than their first page. */
interface CutLists {
  /** Whether the issue has more reactions. */
  readonly reactions: boolean;
  /** The IDs of the notes that have more reactions. */
  readonly notes: readonly number[];
}

interface DecodedExtras extends ExtrasPage {
  readonly reactions: readonly Reaction[];
  readonly cut: CutLists;
}

/** Decodes the response to `issuePageDocument`. Undefined if the server rejected it or doesn't have the issue. */
export function decodeExtras(json: unknown): DecodedExtras | undefined {
  const read = v.safeParse(extras, json);
  const [item] = read.success ? read.output.data.project.workItems.nodes : [];
  if (!item) return undefined;
  const widgets = item.widgets.filter((each) => each !== undefined);
  const all = <T>(connection: { nodes: (T | undefined)[] } | null | undefined): T[] =>
    connection?.nodes.filter((node) => node !== undefined) ?? [];
  const notes = widgets.flatMap((each) => all(each.discussions)).flatMap((each) => all(each.notes));
  const discussions = nextOf(widgets.map((each) => each.discussions));
  const children = nextOf(widgets.map((each) => each.children));
  return {
    reactions: widgets.flatMap(({ awardEmoji }) => all<Reaction>(awardEmoji)),
    noteReactions: new Map(notes.map(({ id: noteId, awardEmoji }) => [noteId, all<Reaction>(awardEmoji)])),
    children: widgets.flatMap((each) => all(each.children)).map(childOf),
    next: {
      ...(discussions === undefined ? {} : { discussions }),
      ...(children === undefined ? {} : { children }),
    },
    cut: {
      reactions: widgets.some(({ awardEmoji }) => isCut(awardEmoji)),
      notes: notes.flatMap(({ id: noteId, awardEmoji }) => (isCut(awardEmoji) ? [noteId] : [])),
    },
  };
}

type PageInfo = v.InferOutput<typeof pageInfo>;

interface Connection {
  readonly pageInfo?: PageInfo | undefined;
}

function isCut(connection: Connection | null | undefined): boolean {
  return connection?.pageInfo?.hasNextPage === true;
}

/** The cursor of the next page. https://docs.gitlab.com/api/graphql/getting_started/#pagination */
function nextOf(connections: readonly (Connection | null | undefined)[]): string | undefined {
  const info = connections.find((connection) => connection?.pageInfo)?.pageInfo;
  return info?.hasNextPage ? (info.endCursor ?? undefined) : undefined;
}

function childOf({ iid, title, state, webUrl: url }: v.InferOutput<typeof child>): ChildTask {
  return { iid, title, state: state.toLowerCase() === 'closed' ? 'closed' : 'opened', webUrl: url };
}

/** https://docs.gitlab.com/api/project_markdown_uploads/#upload-a-file */
export function decodeUpload(json: unknown): string {
  return parse(v.object({ markdown: v.string() }), json).markdown;
}
