import type { GroupRecord, IssueRecord, NoteRecord, ProjectRecord, UserRecord } from './records.ts';
import type { ServerVersion } from './serverVersion.ts';
import type { World } from './world.ts';

/** The minimum role to see confidential issues and internal notes: Planner since 17.7, Reporter before. */
function insiderLevel(version: ServerVersion): number {
  return version.has('planner') ? 15 : 20;
}

/** The permissions of one viewer (contract section 2, "Roles"). `user` is undefined for an anonymous request. */
export class Access {
  private readonly levels = new Map<number, number>();

  constructor(
    private readonly world: World,
    private readonly version: ServerVersion,
    readonly user: UserRecord | undefined,
  ) {}

  level(project: ProjectRecord): number {
    if (!this.user) return 0;
    if (this.user.admin) return 50;
    let level = this.levels.get(project.id);
    if (level === undefined) {
      level = this.world.people.level(this.user.id, project, this.world.groupAndAncestors(project.groupId));
      this.levels.set(project.id, level);
    }
    return level;
  }

  isMember(project: ProjectRecord): boolean {
    if (!this.user) return false;
    return this.world.people.level(this.user.id, project, this.world.groupAndAncestors(project.groupId)) > 0;
  }

  canSeeProject(project: ProjectRecord): boolean {
    if (project.visibility === 'public') return true;
    if (project.visibility === 'internal' && this.user) return true;
    return this.level(project) >= 10;
  }

  canSeeGroup(group: GroupRecord): boolean {
    if (group.visibility === 'public' || (group.visibility === 'internal' && this.user)) return true;
    if (!this.user) return false;
    if (this.user.admin) return true;
    if (this.world.people.groupLevel(this.user.id, this.world.groupAndAncestors(group.id)) !== null) return true;
    // Members of a project or subgroup below the group can see the group.
    return [...this.world.projects.values()].some(
      (project) =>
        this.isMember(project) && this.world.groupAndAncestors(project.groupId).some((above) => above.id === group.id),
    );
  }

  /** Reporter and up in a private project, and everyone who can see any other project. docs: Permissions and roles */
  canReadCode(project: ProjectRecord): boolean {
    return this.canSeeProject(project) && (project.visibility !== 'private' || this.level(project) >= 20);
  }

  canSeeIssues(project: ProjectRecord): boolean {
    if (!this.canSeeProject(project) || project.issuesAccess === 'disabled') return false;
    return project.issuesAccess === 'enabled' || this.level(project) >= 10;
  }

  canSeeConfidential(project: ProjectRecord): boolean {
    return this.level(project) >= insiderLevel(this.version);
  }

  canSeeIssue(issue: IssueRecord, project: ProjectRecord): boolean {
    if (!issue.confidential || this.canSeeConfidential(project)) return true;
    const id = this.user?.id;
    return id !== undefined && (issue.authorId === id || issue.assigneeIds.includes(id));
  }

  /**
   * Metadata, internal notes, and issues of others: Planner since 17.7, Reporter before. No one in an archived project.
   */
  canManage(project: ProjectRecord): boolean {
    return !project.archived && this.level(project) >= insiderLevel(this.version);
  }

  /** Guests and up, and all signed-in users if the project is open to them. */
  canCreateIssue(project: ProjectRecord): boolean {
    return this.user !== undefined && !project.archived && this.canSeeIssues(project);
  }

  /** Managers, authors, and assignees, if they can see the issue. */
  canUpdateIssue(issue: IssueRecord, project: ProjectRecord): boolean {
    if (!this.canCreateIssue(project) || !this.canSeeIssue(issue, project)) return false;
    return this.canManage(project) || this.isAuthorOrAssignee(issue);
  }

  /** Owners and Planners, and since 18.10 also authors. */
  canDestroyIssue(issue: IssueRecord, project: ProjectRecord): boolean {
    if (project.archived || !this.canSeeIssues(project)) return false;
    const level = this.level(project);
    if (level >= 50 || (level === 15 && this.version.has('planner'))) return true;
    return this.version.has('authorsDelete') && level >= 10 && issue.authorId === this.user?.id;
  }

  /** Only members can comment in a locked discussion. */
  canComment(issue: IssueRecord, project: ProjectRecord): boolean {
    if (!this.canCreateIssue(project) || !this.canSeeIssue(issue, project)) return false;
    return !issue.discussionLocked || this.isMember(project) || this.user?.admin === true;
  }

  /** Authors for their own comments, and Maintainers for all comments. No one for system notes. */
  canAdminNote(note: NoteRecord, issue: IssueRecord, project: ProjectRecord): boolean {
    if (note.system || !this.canComment(issue, project) || !this.canSeeNote(note, project)) return false;
    return note.authorId === this.user?.id || this.level(project) >= 40;
  }

  /** Managers, the issue's author, and the comment's author. */
  canResolveNote(note: NoteRecord, issue: IssueRecord, project: ProjectRecord): boolean {
    if (!this.canComment(issue, project) || !this.canSeeNote(note, project)) return false;
    const id = this.user?.id;
    return this.canManage(project) || issue.authorId === id || note.authorId === id;
  }

  /** Owners can set the times of creation and change. */
  canSetTimes(project: ProjectRecord): boolean {
    return this.level(project) >= 50;
  }

  private isAuthorOrAssignee(issue: IssueRecord): boolean {
    const id = this.user?.id;
    return id !== undefined && (issue.authorId === id || issue.assigneeIds.includes(id));
  }

  canSeeNote(note: NoteRecord, project: ProjectRecord): boolean {
    return !note.internal || this.level(project) >= insiderLevel(this.version) || note.authorId === this.user?.id;
  }

  /** The projects that this viewer can see, ordered by ID. */
  projects(): ProjectRecord[] {
    return [...this.world.projects.values()].filter((project) => this.canSeeProject(project));
  }
}
