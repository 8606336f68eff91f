import { randomBytes } from 'node:crypto';
import type { TokenName } from '../standInOptions.ts';
import { Activity } from './activity.ts';
import { blankIssue } from './blankIssue.ts';
import { applyChange, later, type IssueChange } from './issueChange.ts';
import { People } from './people.ts';
import type {
  GroupRecord,
  IssueRecord,
  LabelRecord,
  MilestoneRecord,
  NoteRecord,
  ProjectRecord,
  TokenRecord,
  MergeRequestRecord,
  RelatedMergeRequestRecord,
  CommitRecord,
  RepositoryFileRecord,
  UploadRecord,
} from './records.ts';

/** Fields to set in a new issue. The others get GitLab's defaults. */
export type NewIssue = Partial<Omit<IssueRecord, 'id' | 'projectId'>> & { title: string; authorId?: number };

/** A new comment: a reply if `discussionId` is set, or the start of a thread if `thread` is set. */
export interface NewNote {
  readonly body: string;
  readonly authorId?: number;
  readonly discussionId?: string;
  readonly thread?: boolean;
  readonly system?: boolean;
  readonly internal?: boolean;
  readonly createdAt?: number;
}

/** The changeable fields of a project. After a new `path` or `groupId`, the old full path redirects (301). */
export type ProjectChange = Partial<Omit<ProjectRecord, 'id'>>;

/**
 * The stand-in's database. Reads use plain maps. Each change goes through a method that also applies GitLab's side
 * effects (`updated_at`, system state, redirects) and increments `revision`, so sorted lists are rebuilt only when
 * needed.
 */
export class World {
  readonly people: People;
  readonly activity: Activity;
  readonly groups = new Map<number, GroupRecord>();
  readonly projects = new Map<number, ProjectRecord>();
  readonly labels: LabelRecord[] = [];
  readonly milestones = new Map<number, MilestoneRecord>();
  readonly uploads: UploadRecord[] = [];
  readonly files: RepositoryFileRecord[] = [];
  /** Contains only the merge requests that texts refer to. */
  readonly mergeRequests: MergeRequestRecord[] = [];
  readonly relatedMergeRequests: RelatedMergeRequestRecord[] = [];
  readonly commits: CommitRecord[] = [];
  /** Whether lists of links have pages, as in 13.x with the feature flag `paginate_issue_links`. */
  hasPagesOfLinks = false;
  readonly tokens = new Map<TokenName, TokenRecord>();
  /** The IDs of issues that lists leave out after paging. They still count in the totals. */
  readonly unlisted = new Set<number>();
  /** Rotated tokens, which stay known but revoked. */
  readonly rotatedTokens: TokenRecord[] = [];
  /** The projects to redirect to (301), by old full path in lowercase. */
  readonly redirects = new Map<string, number>();
  /** The host in `ssh_url_to_repo`, if it isn't the web host (`gitlab_rails['gitlab_ssh_host']`). */
  sshHost: string | undefined;
  /** Increases with each change of an issue, project, or role. */
  revision = 1;

  private readonly issuesByProject = new Map<number, IssueRecord[]>();
  private readonly issuesById = new Map<number, IssueRecord>();
  private readonly issuesByIid = new Map<number, Map<number, IssueRecord>>();
  /** The last iid of each project. GitLab doesn't reuse the iid of a deleted issue. */
  private readonly lastIids = new Map<number, number>();
  private readonly notesByIssue = new Map<number, NoteRecord[]>();
  private lastId = 1000;

  constructor(readonly now: () => number) {
    const changed = (): void => {
      this.revision += 1;
    };
    this.people = new People(now, changed);
    this.activity = new Activity(now, () => this.nextId(), changed);
  }

  /** Replaces a token. Rotating with the old token again revokes the new one. */
  rotateToken(name: TokenName, renewed: TokenRecord): void {
    const old = this.tokens.get(name);
    if (old) this.rotatedTokens.push({ ...old, revoked: true });
    this.tokens.set(name, renewed);
  }

  /** Returns a new unique ID. */
  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /** Keeps new IDs above one from loaded data. */
  reserveId(id: number): void {
    if (id > this.lastId && id < Number.MAX_SAFE_INTEGER / 2) this.lastId = id;
  }

  // Groups and projects

  groupPath(group: GroupRecord): string {
    const parent = group.parentId === null ? undefined : this.groups.get(group.parentId);
    return parent ? `${this.groupPath(parent)}/${group.path}` : group.path;
  }

  groupName(group: GroupRecord): string {
    const parent = group.parentId === null ? undefined : this.groups.get(group.parentId);
    return parent ? `${this.groupName(parent)} / ${group.name}` : group.name;
  }

  /** The group itself and its ancestors. */
  groupAndAncestors(groupId: number | null): GroupRecord[] {
    const chain: GroupRecord[] = [];
    for (let id = groupId; id !== null;) {
      const group = this.groups.get(id);
      if (!group) break;
      chain.push(group);
      id = group.parentId;
    }
    return chain;
  }

  projectPath(project: ProjectRecord): string {
    return `${this.groupPath(this.group(project.groupId))}/${project.path}`;
  }

  group(id: number): GroupRecord {
    const group = this.groups.get(id);
    if (!group) throw new Error(`No group ${id}`);
    return group;
  }

  project(id: number): ProjectRecord {
    const project = this.projects.get(id);
    if (!project) throw new Error(`No project ${id}`);
    return project;
  }

  /** Finds a project by its current full path, ignoring case as GitLab does. */
  projectByPath(path: string): ProjectRecord | undefined {
    const wanted = path.toLowerCase();
    return [...this.projects.values()].find((project) => this.projectPath(project).toLowerCase() === wanted);
  }

  groupByPath(path: string): GroupRecord | undefined {
    const wanted = path.toLowerCase();
    return [...this.groups.values()].find((group) => this.groupPath(group).toLowerCase() === wanted);
  }

  /** Renames, moves, archives, or hides a project, like an owner in its settings. */
  updateProject(id: number, change: ProjectChange): ProjectRecord {
    const project = this.project(id);
    const before = this.projectPath(project).toLowerCase();
    Object.assign(project, change);
    const after = this.projectPath(project).toLowerCase();
    if (after !== before) {
      this.redirects.set(before, id);
      this.redirects.delete(after);
    }
    this.revision += 1;
    return project;
  }

  /** Renames a group. Its projects redirect from their old paths, but the group itself doesn't. */
  updateGroup(id: number, change: Pick<GroupRecord, 'path'>): GroupRecord {
    const before = [...this.projects.values()].map((project) => [project.id, this.projectPath(project)] as const);
    Object.assign(this.group(id), change);
    for (const [projectId, path] of before)
      if (this.projectPath(this.project(projectId)) !== path) this.redirects.set(path.toLowerCase(), projectId);
    this.revision += 1;
    return this.group(id);
  }

  deleteProject(id: number): void {
    for (const issue of this.issues(id)) this.forget(issue);
    this.issuesByProject.delete(id);
    this.issuesByIid.delete(id);
    this.projects.delete(id);
    this.revision += 1;
  }

  // Issues

  issues(projectId: number): readonly IssueRecord[] {
    return this.issuesByProject.get(projectId) ?? [];
  }

  tokenOf(text: string): TokenRecord | undefined {
    return [...this.tokens.values(), ...this.rotatedTokens].find((one) => one.text === text);
  }

  issue(projectId: number, iid: number): IssueRecord | undefined {
    return this.issuesByIid.get(projectId)?.get(iid);
  }

  issueById(id: number): IssueRecord | undefined {
    return this.issuesById.get(id);
  }

  get issueCount(): number {
    return this.issuesById.size;
  }

  /** Inserts a complete record, for seeding and loading. */
  insertIssue(issue: IssueRecord): void {
    const list = this.issuesByProject.get(issue.projectId) ?? [];
    list.push(issue);
    this.issuesByProject.set(issue.projectId, list);
    const byIid = this.issuesByIid.get(issue.projectId) ?? new Map<number, IssueRecord>();
    byIid.set(issue.iid, issue);
    this.issuesByIid.set(issue.projectId, byIid);
    this.issuesById.set(issue.id, issue);
    this.lastIids.set(issue.projectId, Math.max(this.lastIids.get(issue.projectId) ?? 0, issue.iid));
    this.revision += 1;
  }

  createIssue(projectId: number, fields: NewIssue): IssueRecord {
    const now = this.now();
    const iid = fields.iid ?? (this.lastIids.get(projectId) ?? 0) + 1;
    const id = this.nextId();
    const issue: IssueRecord = { ...blankIssue(id, iid, projectId, now), ...fields, id, iid, projectId };
    this.ensureLabels(projectId, issue.labels);
    this.insertIssue(issue);
    this.touched(projectId, now);
    return issue;
  }

  /** Changes an issue as the user `by` (by default its author), with all of GitLab's side effects. */
  updateIssue(projectId: number, iid: number, change: IssueChange, by?: number): IssueRecord {
    const issue = this.issue(projectId, iid);
    if (!issue) throw new Error(`No issue ${iid} in project ${projectId}`);
    applyChange(this, issue, change, by ?? issue.authorId);
    return issue;
  }

  /** Deletes an issue with all its data, as in GitLab. */
  deleteIssue(projectId: number, iid: number): void {
    const issue = this.issue(projectId, iid);
    if (!issue) throw new Error(`No issue ${iid} in project ${projectId}`);
    this.issuesByProject.set(
      projectId,
      this.issues(projectId).filter((other) => other !== issue),
    );
    this.issuesByIid.get(projectId)?.delete(iid);
    this.forget(issue);
    this.revision += 1;
  }

  // Notes

  notes(issueId: number): readonly NoteRecord[] {
    return this.notesByIssue.get(issueId) ?? [];
  }

  insertNote(note: NoteRecord): void {
    const list = this.notesByIssue.get(note.issueId) ?? [];
    list.push(note);
    this.notesByIssue.set(note.issueId, list);
  }

  /** Adds a comment and updates the issue's `updated_at`. A reply turns a single comment into a thread. */
  addNote(projectId: number, iid: number, note: NewNote): NoteRecord {
    const issue = this.issue(projectId, iid);
    if (!issue) throw new Error(`No issue ${iid} in project ${projectId}`);
    const now = note.createdAt ?? this.now();
    const system = note.system ?? false;
    const thread = this.notes(issue.id).filter((other) => other.discussionId === note.discussionId);
    for (const other of thread) other.individual = false;
    const authorId = note.authorId ?? issue.authorId;
    // A reply in a resolved thread is resolved, too.
    const resolved = thread.length > 0 && thread.every((other) => other.resolved);
    const record: NoteRecord = {
      id: this.nextId(),
      issueId: issue.id,
      discussionId: note.discussionId ?? randomBytes(20).toString('hex'),
      individual: note.discussionId === undefined && !note.thread,
      body: note.body,
      authorId,
      createdAt: now,
      updatedAt: now,
      system,
      internal: note.internal ?? false,
      resolved,
      resolvedById: resolved ? authorId : null,
      resolvedAt: resolved ? now : null,
    };
    this.insertNote(record);
    if (!system) issue.userNotesCount += 1;
    this.touchIssue(issue);
    return record;
  }

  updateNote(issue: IssueRecord, note: NoteRecord, change: Partial<NoteRecord>): void {
    Object.assign(note, { updatedAt: Math.max(this.now(), note.updatedAt + 1) }, change);
    this.touchIssue(issue);
  }

  /** Deletes a note and lowers the issue's count. Leaves the issue's `updated_at` unchanged. */
  deleteNote(issue: IssueRecord, note: NoteRecord): void {
    this.notesByIssue.set(
      issue.id,
      this.notes(issue.id).filter((other) => other !== note),
    );
    if (!note.system) issue.userNotesCount = Math.max(0, issue.userNotesCount - 1);
    this.revision += 1;
  }

  /** Updates an issue's `updated_at` after related activity. */
  touchIssue(issue: IssueRecord): void {
    issue.updatedAt = later(this, issue);
    this.touched(issue.projectId, issue.updatedAt);
  }

  // Labels and milestones

  /** The labels of the project, followed by those of its groups. */
  labelsOf(projectId: number): LabelRecord[] {
    const groupIds = this.groupAndAncestors(this.project(projectId).groupId).map((group) => group.id);
    return this.labels.filter(
      (label) => label.projectId === projectId || (label.groupId !== null && groupIds.includes(label.groupId)),
    );
  }

  /** Creates unknown labels in the project, as GitLab does when an issue gets them. */
  ensureLabels(projectId: number, names: readonly string[]): void {
    if (names.length === 0) return;
    const known = new Set(this.labelsOf(projectId).map((label) => label.name));
    for (const name of names) {
      if (known.has(name)) continue;
      known.add(name);
      this.labels.push({
        id: this.nextId(),
        name,
        color: '#6699cc',
        description: null,
        priority: null,
        projectId,
        groupId: null,
      });
    }
  }

  /** Updates the project's last activity and invalidates sorted lists. */
  touched(projectId: number, now: number): void {
    const project = this.projects.get(projectId);
    if (project && project.lastActivityAt < now) project.lastActivityAt = now;
    this.revision += 1;
  }

  private forget(issue: IssueRecord): void {
    this.issuesById.delete(issue.id);
    this.notesByIssue.delete(issue.id);
    this.activity.forget(issue.id);
  }
}
