import type { AccessLevel, GroupRecord, MembershipRecord, ProjectRecord, UserRecord } from './records.ts';

/** The project or group of a role. */
export type RolePlace = { readonly projectId: number } | { readonly groupId: number };

/** Users and their roles. */
export class People {
  readonly users = new Map<number, UserRecord>();
  readonly memberships: MembershipRecord[] = [];

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  user(id: number): UserRecord {
    const user = this.users.get(id);
    if (!user) throw new Error(`No user ${id}`);
    return user;
  }

  /** Usernames are case-insensitive. */
  byUsername(username: string): UserRecord | undefined {
    const wanted = username.toLowerCase();
    return [...this.users.values()].find((user) => user.username.toLowerCase() === wanted);
  }

  /** Grants, changes, or (null) removes a role. */
  setRole(userId: number, place: RolePlace, level: AccessLevel | null): void {
    const projectId = 'projectId' in place ? place.projectId : null;
    const groupId = 'groupId' in place ? place.groupId : null;
    const at = this.memberships.findIndex(
      (row) => row.userId === userId && row.projectId === projectId && row.groupId === groupId,
    );
    const old = this.memberships[at];
    if (level === null) {
      if (old) this.memberships.splice(at, 1);
    } else if (old) {
      old.level = level;
    } else {
      this.memberships.push({ userId, projectId, groupId, level, createdAt: this.now() });
    }
    this.changed();
  }

  /** The role granted in the project itself. */
  directLevel(userId: number, projectId: number): AccessLevel | null {
    return this.memberships.find((row) => row.userId === userId && row.projectId === projectId)?.level ?? null;
  }

  /** The highest role granted in any of the groups. */
  groupLevel(userId: number, groups: readonly GroupRecord[]): AccessLevel | null {
    const ids = new Set(groups.map((group) => group.id));
    const levels = this.memberships
      .filter((row) => row.userId === userId && row.groupId !== null && ids.has(row.groupId))
      .map((row) => row.level);
    return levels.length === 0 ? null : (Math.max(...levels) as AccessLevel);
  }

  /** The effective role: the higher of direct and inherited. 0 if there is none. */
  level(userId: number, project: ProjectRecord, ancestors: readonly GroupRecord[]): number {
    return Math.max(this.directLevel(userId, project.id) ?? 0, this.groupLevel(userId, ancestors) ?? 0);
  }
}
