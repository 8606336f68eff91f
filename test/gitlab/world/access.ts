import type { GroupRecord, IssueRecord, NoteRecord, ProjectRecord, UserRecord } from './records.ts';
import type { ServerVersion } from './serverVersion.ts';
import type { World } from './world.ts';

/** The level from which confidential issues and internal notes are seen: Planner since 17.7, Reporter before. */
function insiderLevel(version: ServerVersion): number {
  return version.atLeast(17, 7) ? 15 : 20;
}

/** What one viewer may see (contract section 2, "Roles"). `user` is undefined for an anonymous request. */
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
    // Membership of anything below lets one see the group that holds it.
    return [...this.world.projects.values()].some(
      (project) =>
        this.isMember(project) && this.world.groupAndAncestors(project.groupId).some((above) => above.id === group.id),
    );
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

  canSeeNote(note: NoteRecord, project: ProjectRecord): boolean {
    return !note.internal || this.level(project) >= insiderLevel(this.version) || note.authorId === this.user?.id;
  }

  /** Projects this viewer can see, by id. */
  projects(): ProjectRecord[] {
    return [...this.world.projects.values()].filter((project) => this.canSeeProject(project));
  }
}
