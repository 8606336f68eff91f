import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssueRecord, IssueType, Severity } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { asRow, flag, integer, rows, text, timeOf, type Row } from './rows.ts';

const issueTypes: readonly string[] = ['issue', 'incident', 'test_case', 'requirement', 'task', 'ticket'];

function readLines(file: string): Row[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => asRow(JSON.parse(line)));
}

/** `group/project` of a recorded issue, from its references or its URL. `undefined` if it has neither. */
function pathOf(issue: Row): string | undefined {
  const full = text(asRow(issue['references']), 'full')?.replace(/#\d+$/, '');
  if (full?.includes('/')) return full;
  return /^https?:\/\/[^/]+\/(.+?)\/(?:-\/)?(?:issues|work_items)\/\d+$/.exec(text(issue, 'web_url') ?? '')?.[1];
}

/**
 * Loads issues and notes in GitLab's format, from any version, into the world. Keeps titles, labels, and descriptions
 * unchanged, and fills missing fields with defaults. Each `project_id` becomes a project, starting with the one with
 * the most issues.
 */
export class NdjsonData {
  private readonly userIds = new Map<string, number>();
  private readonly milestoneIds = new Map<string, number>();
  private readonly issueIds = new Map<string, number>();
  private readonly projectIds = new Map<number, number>();
  private renumbered = 0;

  constructor(
    private readonly world: World,
    private readonly now: number,
  ) {}

  load(folder: string): { projectIds: number[]; groupIds: number[]; summary: string } {
    const issues = readLines(join(folder, 'issues.ndjson'));
    if (issues.length === 0) throw new Error(`No issues.ndjson with issues in ${folder}`);
    for (const issue of issues) this.world.reserveId(integer(issue, 'id') ?? 0);
    const byProject = Map.groupBy(issues, (issue) => integer(issue, 'project_id') ?? 1);
    for (const [id, group] of [...byProject].sort(([, a], [, b]) => b.length - a.length)) this.addProject(id, group);
    for (const issue of issues) this.addIssue(issue);
    const notes = readLines(join(folder, 'notes.ndjson')).reduce((sum, line) => sum + this.addNotes(line), 0);
    const projectIds = [...this.projectIds.values()];
    const groupIds = [...new Set(projectIds.map((id) => this.topGroup(id)))];
    const again = this.renumbered === 0 ? '' : `, ${this.renumbered} with a new iid`;
    const summary = `${issues.length} issues${again} and ${notes} notes in ${projectIds.length} projects`;
    return { projectIds, groupIds, summary };
  }

  private topGroup(projectId: number): number {
    return this.world.groupAndAncestors(this.world.project(projectId).groupId).at(-1)?.id ?? 0;
  }

  private addProject(givenId: number, issues: readonly Row[]): void {
    const { world } = this;
    const parts = (issues.map(pathOf).find((path) => path !== undefined) ?? `loaded/project-${givenId}`).split('/');
    let path = parts.pop() ?? 'project';
    let groupId: number | null = null;
    for (const part of parts) groupId = this.group(part, groupId);
    const home = groupId ?? this.group('loaded', null);
    // Two project IDs might have the same path. The second gets its ID appended.
    if (world.projectByPath(`${world.groupPath(world.group(home))}/${path}`)) path = `${path}-${givenId}`;
    const id = world.projects.has(givenId) ? world.nextId() : givenId;
    const createdAt = issues.reduce((first, issue) => Math.min(first, timeOf(issue, 'created_at') ?? first), this.now);
    world.projects.set(id, {
      id,
      name: path,
      path,
      groupId: home,
      description: null,
      visibility: 'private',
      archived: false,
      issuesAccess: 'enabled',
      defaultBranch: 'main',
      topics: [],
      starCount: 0,
      creatorId: 1,
      createdAt,
      lastActivityAt: issues.reduce((last, issue) => Math.max(last, timeOf(issue, 'updated_at') ?? last), createdAt),
    });
    this.projectIds.set(givenId, id);
  }

  private group(path: string, parentId: number | null): number {
    const old = [...this.world.groups.values()].find((one) => one.path === path && one.parentId === parentId);
    if (old) return old.id;
    const id = this.world.nextId();
    const createdAt = this.now;
    this.world.groups.set(id, { id, name: path, path, parentId, description: '', visibility: 'private', createdAt });
    return id;
  }

  private user(person: Row): number | null {
    const username = text(person, 'username');
    if (username === undefined) return null;
    const known = this.userIds.get(username) ?? this.world.people.byUsername(username)?.id;
    if (known !== undefined) return known;
    const given = integer(person, 'id');
    const id = given === undefined || this.world.people.users.has(given) ? this.world.nextId() : given;
    this.userIds.set(username, id);
    this.world.people.users.set(id, {
      id,
      username,
      name: text(person, 'name') ?? username,
      state: text(person, 'state') === 'blocked' ? 'blocked' : 'active',
      email: `${id}@example.com`,
      bot: false,
      admin: false,
      avatar: /^https?:/.test(text(person, 'avatar_url') ?? '') ? (text(person, 'avatar_url') ?? null) : null,
      bio: '',
      jobTitle: '',
      createdAt: this.now,
    });
    return id;
  }

  private milestone(row: Row, projectId: number): number | null {
    const title = text(row, 'title');
    if (title === undefined) return null;
    const ofGroup = integer(row, 'group_id') !== undefined;
    const key = `${ofGroup ? `g${this.topGroup(projectId)}` : `p${projectId}`}/${title}`;
    const known = this.milestoneIds.get(key);
    if (known !== undefined) return known;
    const given = integer(row, 'id');
    const id = given === undefined || this.world.milestones.has(given) ? this.world.nextId() : given;
    this.milestoneIds.set(key, id);
    this.world.milestones.set(id, {
      id,
      iid: integer(row, 'iid') ?? this.milestoneIds.size,
      projectId: ofGroup ? null : projectId,
      groupId: ofGroup ? this.topGroup(projectId) : null,
      title,
      description: text(row, 'description') ?? null,
      state: text(row, 'state') === 'closed' ? 'closed' : 'active',
      createdAt: timeOf(row, 'created_at') ?? this.now,
      updatedAt: timeOf(row, 'updated_at') ?? this.now,
      startDate: text(row, 'start_date') ?? null,
      dueDate: text(row, 'due_date') ?? null,
    });
    return id;
  }

  private addIssue(row: Row): void {
    const { world } = this;
    const givenProject = integer(row, 'project_id') ?? 1;
    const projectId = this.projectIds.get(givenProject) ?? givenProject;
    const givenIid = integer(row, 'iid');
    let iid = givenIid ?? 1;
    if (world.issue(projectId, iid)) {
      iid = world.issues(projectId).reduce((highest, issue) => Math.max(highest, issue.iid), 0) + 1;
      if (givenIid !== undefined) this.renumbered += 1;
    }
    const givenId = integer(row, 'id');
    const id = givenId === undefined || world.issueById(givenId) ? world.nextId() : givenId;
    if (iid === givenIid) this.issueIds.set(`${givenProject}/${iid}`, id);
    const issue = this.toIssue(row, { id, iid, projectId });
    world.ensureLabels(projectId, issue.labels);
    world.insertIssue(issue);
  }

  private toIssue(row: Row, ids: { id: number; iid: number; projectId: number }): IssueRecord {
    const assignees = rows(row, 'assignees');
    const people = assignees.length > 0 ? assignees : [asRow(row['assignee'])];
    const stats = asRow(row['time_stats']);
    const type = (text(row, 'issue_type') ?? text(row, 'type') ?? 'issue').toLowerCase();
    const createdAt = timeOf(row, 'created_at') ?? this.now;
    const labels = Array.isArray(row['labels']) ? (row['labels'] as unknown[]) : [];
    const health = text(row, 'health_status');
    return {
      ...ids,
      title: text(row, 'title') ?? '',
      description: text(row, 'description') ?? null,
      state: text(row, 'state') === 'closed' ? 'closed' : 'opened',
      createdAt,
      updatedAt: timeOf(row, 'updated_at') ?? createdAt,
      closedAt: timeOf(row, 'closed_at') ?? null,
      closedById: this.user(asRow(row['closed_by'])),
      labels: labels.map((label) => (typeof label === 'string' ? label : (text(asRow(label), 'name') ?? ''))),
      milestoneId: this.milestone(asRow(row['milestone']), ids.projectId),
      assigneeIds: people.map((person) => this.user(person)).filter((id) => id !== null),
      authorId: this.user(asRow(row['author'])) ?? 1,
      type: (issueTypes.includes(type) ? type : 'issue') as IssueType,
      severity: (text(row, 'severity') ?? 'UNKNOWN') as Severity,
      confidential: flag(row, 'confidential') ?? false,
      discussionLocked: flag(row, 'discussion_locked') ?? null,
      startDate: text(row, 'start_date') ?? null,
      dueDate: text(row, 'due_date') ?? null,
      weight: integer(row, 'weight') ?? null,
      healthStatus: health === 'on_track' || health === 'needs_attention' || health === 'at_risk' ? health : null,
      timeEstimate: integer(stats, 'time_estimate') ?? 0,
      timeSpent: integer(stats, 'total_time_spent') ?? 0,
      upvotes: integer(row, 'upvotes') ?? 0,
      downvotes: integer(row, 'downvotes') ?? 0,
      reactions: {},
      mergeRequestsCount: integer(row, 'merge_requests_count') ?? 0,
      relativePosition: null,
      movedToId: integer(row, 'moved_to_id') ?? null,
      importedFrom: text(row, 'imported_from') ?? 'none',
      userNotesCount: integer(row, 'user_notes_count') ?? 0,
      subscriberIds: [],
    };
  }

  /**
   * Adds the notes of a line: either one note, or all notes of an issue in `notes`. Returns the number of added notes.
   */
  private addNotes(line: Row): number {
    const list = Array.isArray(line['notes']) ? rows(line, 'notes') : [line];
    let taken = 0;
    for (const note of list) {
      const project = integer(line, 'project_id') ?? integer(note, 'project_id') ?? 1;
      const iid = integer(line, 'issue_iid') ?? integer(note, 'noteable_iid') ?? 0;
      const issueId = this.issueIds.get(`${project}/${iid}`);
      if (issueId === undefined) continue;
      const id = integer(note, 'id') ?? this.world.nextId();
      const createdAt = timeOf(note, 'created_at') ?? this.now;
      this.world.insertNote({
        id,
        issueId,
        discussionId: text(note, 'discussion_id') ?? createHash('sha1').update(`note ${id}`).digest('hex'),
        individual: (text(note, 'type') ?? null) === null,
        body: text(note, 'body') ?? '',
        authorId: this.user(asRow(note['author'])) ?? 1,
        createdAt,
        updatedAt: timeOf(note, 'updated_at') ?? createdAt,
        system: flag(note, 'system') ?? false,
        internal: flag(note, 'internal') ?? flag(note, 'confidential') ?? false,
        resolved: flag(note, 'resolved') ?? false,
        resolvedById: null,
        resolvedAt: timeOf(note, 'resolved_at') ?? null,
      });
      taken += 1;
    }
    return taken;
  }
}
