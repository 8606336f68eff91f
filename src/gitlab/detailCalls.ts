import { GitLabError } from '../model/error/gitLabError.ts';
import type { Discussion, IssueLink, Note, Person, Reaction, RelatedMergeRequest } from '../model/issueDetails.ts';
import {
  type DiscussionPage,
  discussionsPerPage,
  type EventPage,
  eventsPerPage,
  type ExtrasCursors,
  type ExtrasPage,
  mostParticipants,
  type NotePage,
  type IssueAddress,
  type IssueDetailsGateway,
  type IssueFacts,
  type SealedFacts,
  type SentNote,
  type RepositoryFile,
  type Upload,
} from '../model/gateway/issueDetailsGateway.ts';
import type { ProjectName } from '../model/issueScope.ts';
import type { Project } from '../model/project.ts';
import type { EventKind } from '../model/issueEvent.ts';
import { decodeEvents } from './decode/decodeEvents.ts';
import { originOf } from './decode/decodeIssue.ts';
import * as decode from './decode/decodeDetails.ts';
import type { GraphQl } from './graphQl.ts';
import { hasNextPage } from './hasNextPage.ts';
import { issuePageDocument } from './issuePageDocument.ts';
import { type LibraryCalls, signalled } from './libraryCalls.ts';
import type { ApiRequest, ApiResponse, Transport } from './transport.ts';

const pageSize = 100;

/** The GitLab requests of the issue page, over one {@link Transport}. */
export class DetailCalls implements IssueDetailsGateway {
  constructor(
    private readonly transport: Transport,
    private readonly library: LibraryCalls,
    private readonly graphQl: GraphQl,
  ) {}

  async findFacts(project: ProjectName, iid: number, signal?: AbortSignal): Promise<IssueFacts> {
    const { facts } = await this.findFactsSince(project, iid, undefined, signal);
    if (!facts) throw new GitLabError('badData', this.library.facts);
    return facts;
  }

  async findFactsSince(project: ProjectName, iid: number, etag?: string, signal?: AbortSignal): Promise<SealedFacts> {
    const answer = await this.library.call('Issues', (issues) => issues.show(iid, { projectId: project.id }), {
      ...signalled(signal),
      ...(etag === undefined ? {} : { etag }),
    });
    const { headers, unchanged } = answer;
    const seal = headers['etag'] === undefined ? {} : { etag: headers['etag'] };
    if (unchanged) return seal;
    return { facts: this.library.decoded(answer, (body) => decode.decodeFacts(body, originOf(project))), ...seal };
  }

  async listDiscussions(
    { projectId, iid }: IssueAddress,
    page: number,
    etag?: string,
    signal?: AbortSignal,
  ): Promise<DiscussionPage> {
    const answer = await this.library.call(
      'IssueDiscussions',
      (discussions) => discussions.all(projectId, iid, { page, perPage: discussionsPerPage, maxPages: 1 }),
      { ...signalled(signal), ...(etag === undefined ? {} : { etag }) },
    );
    const { headers, unchanged } = answer;
    const seal = headers['etag'] === undefined ? {} : { etag: headers['etag'] };
    const hasNext = hasNextPage(headers);
    if (unchanged) return { isLast: hasNext === undefined ? undefined : !hasNext, ...seal };
    const { discussions, rows } = this.library.decoded(answer, decode.decodeDiscussions);
    return { discussions, isLast: !(hasNext ?? rows >= discussionsPerPage), ...seal };
  }

  /** https://docs.gitlab.com/api/discussions/#retrieve-an-issue-discussion-item */
  async findDiscussion(
    { projectId, iid }: IssueAddress,
    discussion: string,
    signal?: AbortSignal,
  ): Promise<Discussion> {
    const answer = await this.library.call(
      'IssueDiscussions',
      (discussions) => discussions.show(projectId, iid, discussion),
      signalled(signal),
    );
    return this.library.decoded(answer, decode.decodeDiscussion);
  }

  /** https://docs.gitlab.com/api/notes/#retrieve-an-issue-note */
  async findNote({ projectId, iid }: IssueAddress, note: number, signal?: AbortSignal): Promise<Note> {
    try {
      const answer = await this.library.call(
        'IssueNotes',
        (notes) => notes.show(projectId, iid, note),
        signalled(signal),
      );
      return this.library.decoded(answer, decode.decodeNote);
    } catch (error) {
      if (GitLabError.is(error, 'notFound')) throw new GitLabError('notFound', { ...error.facts, detail: 'note' });
      throw error;
    }
  }

  /** https://docs.gitlab.com/api/notes/#list-project-issue-notes */
  async listNewestNotes({ projectId, iid }: IssueAddress, page: number, signal?: AbortSignal): Promise<NotePage> {
    const newest = { orderBy: 'created_at', sort: 'desc', page, perPage: pageSize, maxPages: 1 } as const;
    const answer = await this.library.call(
      'IssueNotes',
      (notes) => notes.all(projectId, iid, newest),
      signalled(signal),
    );
    const { notes, rows } = this.library.decoded(answer, decode.decodeNotes);
    return { notes, isLast: !(hasNextPage(answer.headers) ?? rows >= pageSize) };
  }

  async listEvents(
    kind: EventKind,
    { projectId, iid }: IssueAddress,
    page: number,
    etag?: string,
    signal?: AbortSignal,
  ): Promise<EventPage> {
    // One call for all kinds. The library has a class for each.
    const answer = await this.transport.request({
      method: 'GET',
      path: `projects/${projectId}/issues/${iid}/resource_${kind}_events`,
      query: `page=${page}&per_page=${eventsPerPage}`,
      ...signalled(signal),
      ...(etag === undefined ? {} : { etag }),
    });
    const { headers, unchanged } = answer;
    const seal = headers['etag'] === undefined ? {} : { etag: headers['etag'] };
    const hasNext = hasNextPage(headers);
    if (unchanged) return { rejected: 0, isLast: hasNext === undefined ? undefined : !hasNext, ...seal };
    const { events, rejected } = this.library.decoded(answer, (body) => decodeEvents(kind, body));
    return { events, rejected, isLast: !(hasNext ?? events.length + rejected >= eventsPerPage), ...seal };
  }

  async findExtras(
    project: Project,
    iid: number,
    after: ExtrasCursors,
    signal?: AbortSignal,
  ): Promise<ExtrasPage | undefined> {
    const found = await this.graphQl.askAbout(
      project,
      (path) => ({ document: issuePageDocument, variables: { project: path, iid: String(iid), ...after } }),
      signal,
    );
    const page = decode.decodeExtras(found?.body);
    // REST can't continue where a page of GraphQL ended.
    const isLater = after.children !== undefined || !/^\d*$/.test(after.discussions ?? '');
    if (!page && isLater) return undefined;
    const issue = { projectId: project.id, iid };
    const isFirst = after.discussions === undefined && after.children === undefined;
    const hasReactions = this.graphQl.includes(issuePageDocument, 'WorkItemWidgetAwardEmoji');
    const hasNotes = this.graphQl.includes(issuePageDocument, 'Note.awardEmoji');
    const [reactions, others] = await Promise.all([
      isFirst && (!hasReactions || page?.cut.reactions === true)
        ? this.reactions(issue, undefined, signal)
        : page?.reactions,
      hasNotes && page ? this.longReactions(issue, page.cut.notes, signal) : [],
    ]);
    if (!page && !reactions) return undefined;
    return {
      ...(isFirst ? { reactions: reactions ?? [] } : {}),
      ...(hasNotes ? { noteReactions: new Map([...(page?.noteReactions ?? []), ...others]) } : {}),
      children: page?.children ?? [],
      next: page?.next ?? {},
    };
  }

  listNoteReactions(issue: IssueAddress, note: number, signal?: AbortSignal): Promise<readonly Reaction[]> {
    return this.reactions(issue, note, signal);
  }

  /** All reactions to the issue or one of its notes, for lists that GraphQL doesn't have or cuts. */
  private reactions(
    issue: IssueAddress,
    note: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Reaction[]> {
    return this.library.pages(({ page }) => this.awards(issue, note, page, signal), decode.decodeReactions);
  }

  /** The reactions to the notes of which a GraphQL response has only the first ones. */
  private longReactions(
    issue: IssueAddress,
    notes: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<readonly (readonly [number, readonly Reaction[]])[]> {
    return Promise.all(notes.map(async (id) => [id, await this.reactions(issue, id, signal)] as const));
  }

  private awards(
    { projectId, iid }: IssueAddress,
    note: number | undefined,
    page: number,
    signal?: AbortSignal,
  ): Promise<ApiResponse> {
    const all = { page, perPage: pageSize, maxPages: 1 } as const;
    return note === undefined
      ? this.library.call('IssueAwardEmojis', (awards) => awards.all(projectId, iid, all), signalled(signal))
      : this.library.call(
          'IssueNoteAwardEmojis',
          (awards) => awards.all(projectId, iid, note, all as object),
          signalled(signal),
        );
  }

  async listParticipants({ projectId, iid }: IssueAddress, signal?: AbortSignal): Promise<readonly Person[]> {
    const first = { perPage: mostParticipants, maxPages: 1 } as object;
    const answer = await this.library.call(
      'Issues',
      (issues) => issues.allParticipants(projectId, iid, first),
      signalled(signal),
    );
    return this.library.decoded(answer, decode.decodeParticipants);
  }

  async listMergeRequests(
    { projectId, iid }: IssueAddress,
    signal?: AbortSignal,
  ): Promise<readonly RelatedMergeRequest[]> {
    const called = signalled(signal);
    // The library's types lack the options of these lists.
    const [closing, related] = await Promise.all([
      this.library.pages(
        (page: object) =>
          this.library.call('Issues', (all) => all.allClosedByMergeRequestst(projectId, iid, page), called),
        (body) => decode.decodeMergeRequests(body, { closes: true }),
      ),
      this.library.pages(
        (page: object) =>
          this.library.call('Issues', (all) => all.allRelatedMergeRequests(projectId, iid, page), called),
        (body) => decode.decodeMergeRequests(body, { closes: false }),
      ),
    ]);
    const found = new Map(closing.map((each) => [each.id, each]));
    for (const each of related) if (!found.has(each.id)) found.set(each.id, each);
    return [...found.values()];
  }

  async listLinks(project: ProjectName, iid: number, signal?: AbortSignal): Promise<readonly IssueLink[]> {
    return this.library.pages(
      (page) => this.library.call('IssueLinks', (links) => links.all(project.id, iid, page), signalled(signal)),
      (body) => decode.decodeLinks(body, originOf(project)),
      // Most servers return all links as a single page, whatever its size.
      ({ headers }) => hasNextPage(headers) === true,
    );
  }

  async startThread({ projectId, iid }: IssueAddress, body: string): Promise<SentNote> {
    const answer = await this.library.call('IssueDiscussions', (all) => all.create(projectId, iid, body), {});
    return this.library.decoded(answer, decode.decodeSentNote);
  }

  async reply({ projectId, iid }: IssueAddress, discussion: string, body: string): Promise<SentNote> {
    const answer = await this.library.call(
      'IssueDiscussions',
      (all) => all.addNote(projectId, iid, discussion, body),
      {},
    );
    return this.library.decoded(answer, decode.decodeSentNote);
  }

  async editNote({ projectId, iid }: IssueAddress, discussion: string, note: number, body: string): Promise<void> {
    await this.library.call('IssueDiscussions', (all) => all.editNote(projectId, iid, discussion, note, { body }), {});
  }

  async deleteNote({ projectId, iid }: IssueAddress, discussion: string, note: number): Promise<void> {
    await this.library.call('IssueDiscussions', (all) => all.removeNote(projectId, iid, discussion, note), {});
  }

  async resolve({ projectId, iid }: IssueAddress, discussion: string, resolved: boolean): Promise<void> {
    // The library supports this only for merge requests.
    await this.transport.request({
      method: 'PUT',
      path: `projects/${projectId}/issues/${iid}/discussions/${encodeURIComponent(discussion)}`,
      query: `resolved=${String(resolved)}`,
    });
  }

  async react(
    { projectId, iid }: IssueAddress,
    note: number | undefined,
    emoji: string,
    on: boolean,
    userId: number,
  ): Promise<void> {
    const own = () => this.ownReactions({ projectId, iid }, note, emoji, userId);
    if (on) {
      try {
        await (note === undefined
          ? this.library.call('IssueAwardEmojis', (awards) => awards.award(projectId, iid, emoji), {})
          : this.library.call('IssueNoteAwardEmojis', (awards) => awards.award(projectId, iid, note, emoji), {}));
      } catch (thrown) {
        // GitLab rejects a second reaction with 404.
        if (!GitLabError.is(thrown, 'notFound') || (await own()).length === 0) throw thrown;
      }
      return;
    }
    for (const id of await own())
      await (note === undefined
        ? this.library.call('IssueAwardEmojis', (awards) => awards.remove(projectId, iid, id), {})
        : this.library.call('IssueNoteAwardEmojis', (awards) => awards.remove(projectId, iid, note, id), {}));
  }

  /** The IDs of a user's reactions with one emoji. */
  private ownReactions(
    issue: IssueAddress,
    note: number | undefined,
    emoji: string,
    userId: number,
  ): Promise<readonly number[]> {
    return this.library.pages(
      ({ page }) => this.awards(issue, note, page),
      (body) => decode.decodeAwardIds(body, emoji, userId),
    );
  }

  async removeLink({ projectId, iid }: IssueAddress, link: number): Promise<void> {
    await this.library.call('IssueLinks', (links) => links.remove(projectId, iid, link), {});
  }

  async upload({ id }: ProjectName, fileName: string, bytes: Uint8Array): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), fileName);
    const answer = await this.transport.request({ method: 'POST', path: `projects/${id}/uploads`, body: form });
    return this.library.decoded(answer, decode.decodeUpload);
  }

  async download({ owner, secret, name }: Upload, mostBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
    const [kind, id] = [owner.kind === 'group' ? 'groups' : 'projects', encodeURIComponent(owner.id)];
    const path = `${kind}/${id}/uploads/${encodeURIComponent(secret)}/${encodeURIComponent(name)}`;
    return this.bytes({ method: 'GET', path, mostBytes, ...signalled(signal) });
  }

  async downloadFile(
    { project, path, ref }: RepositoryFile,
    mostBytes: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    return this.bytes({
      method: 'GET',
      path: `projects/${encodeURIComponent(project)}/repository/files/${encodeURIComponent(path)}/raw`,
      query: `ref=${encodeURIComponent(ref)}&lfs=true`,
      mostBytes,
      ...signalled(signal),
    });
  }

  private async bytes(request: ApiRequest): Promise<Uint8Array> {
    const { body, facts } = await this.transport.request(request);
    if (!(body instanceof Uint8Array)) throw new GitLabError('badData', facts);
    return body;
  }
}
