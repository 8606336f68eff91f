import { createHash } from 'node:crypto';
import type {
  IssueRecord,
  IssueType,
  LabelRecord,
  MilestoneRecord,
  ProjectRecord,
  Visibility,
} from '../world/records.ts';
import type { World } from '../world/world.ts';
import { addNotes } from './demoNotes.ts';
import { demoPeople } from './demoPeople.ts';
import { issueDescription, issueTitle } from './demoTexts.ts';
import { screenshotPicture } from './pictures.ts';
import { Random } from './random.ts';

const day = 86_400_000;

interface ProjectPlan {
  readonly path: string;
  readonly name: string;
  readonly group: 'root' | 'platform';
  readonly visibility: Visibility;
  readonly description: string;
}

const plans: readonly ProjectPlan[] = [
  {
    path: 'web-shop',
    name: 'Web Shop',
    group: 'root',
    visibility: 'private',
    description: 'The shop people see in the browser.',
  },
  {
    path: 'mobile-app',
    name: 'Mobile App',
    group: 'root',
    visibility: 'private',
    description: 'The shop in your pocket.',
  },
  {
    path: 'api-gateway',
    name: 'API Gateway',
    group: 'platform',
    visibility: 'public',
    description: 'Everything goes through here.',
  },
];

function plan(index: number): ProjectPlan {
  const known = plans[index];
  if (known) return known;
  const number = index + 1;
  return {
    path: `service-${number}`,
    name: `Service ${number}`,
    group: index % 2 === 0 ? 'platform' : 'root',
    visibility: 'private',
    description: `One of many small services, number ${number}.`,
  };
}

const groupLabels = [
  ['bug', '#d9534f', 'Something does not work', 3],
  ['feature', '#428bca', 'Something new', null],
  ['documentation', '#f0ad4e', 'Words', null],
  ['priority::1', '#ad0000', 'Now', 1],
  ['priority::2', '#e67e22', 'Soon', 2],
  ['priority::3', '#f7d794', 'Some day', 4],
  ['workflow::ready', '#a3cfbb', 'Can be started', null],
  ['workflow::doing', '#1f75cb', 'Somebody works on it', null],
  ['workflow::review', '#6f42c1', 'Waits for review', null],
] as const;
const projectLabels = [
  ['accessibility', '#0e8a16', 'For everyone'],
  ['good first issue', '#7057ff', 'A fine place to start'],
  ['customer', '#fef2c0', null],
  ['performance', '#cc317c', 'Faster, please'],
] as const;

/** Fills an empty world with the demo group `tanuki-tools`; the same seed and day give the same data. */
export class DemoWorld {
  private readonly random: Random;
  /** Midnight UTC, so that relative dates stay the same all day. */
  private readonly midnight: number;

  constructor(
    private readonly world: World,
    seed: number,
    private readonly size: { readonly projects: number; readonly issues: number },
  ) {
    this.random = new Random(seed);
    this.midnight = Math.floor(world.now() / day) * day;
  }

  build(): { projectId: number; groupId: number } {
    const root = this.addGroup(10, 'Tanuki Tools', 'tanuki-tools', null, 'public');
    const platform = this.addGroup(11, 'Platform', 'platform', root, 'public');
    this.addPeople(root);
    for (const [name, color, description, priority] of groupLabels)
      this.addLabel({ name, color, description, priority, groupId: root, projectId: null });
    const groupMilestones = [
      this.addMilestone({ groupId: root }, 1, 'Winter release', -200, -110, 'closed'),
      this.addMilestone({ groupId: root }, 2, 'Summer release', -20, 40, 'active'),
    ];
    for (let index = 0; index < this.size.projects; index += 1) {
      const { path, name, group, visibility, description } = plan(index);
      const id = 101 + index;
      this.world.projects.set(id, {
        id,
        name,
        path,
        groupId: group === 'root' ? root : platform,
        description,
        visibility,
        archived: false,
        issuesAccess: 'enabled',
        defaultBranch: 'main',
        topics: index === 0 ? ['shop', 'typescript'] : [],
        starCount: (index * 7) % 5,
        creatorId: 4,
        createdAt: this.midnight - (800 - index) * day,
        lastActivityAt: this.midnight - (800 - index) * day,
      });
      this.fill(this.world.project(id), groupMilestones);
    }
    return { projectId: 101, groupId: root };
  }

  private addGroup(id: number, name: string, path: string, parentId: number | null, visibility: Visibility): number {
    const createdAt = this.midnight - 900 * day;
    this.world.groups.set(id, { id, name, path, parentId, description: '', visibility, createdAt });
    return id;
  }

  private addPeople(groupId: number): void {
    for (const [index, person] of demoPeople.entries()) {
      const id = index + 1;
      this.world.people.users.set(id, {
        id,
        username: person.username,
        name: person.name,
        state: person.state ?? 'active',
        email: `${person.username}@example.com`,
        bot: false,
        admin: person.admin ?? false,
        avatar: person.avatar === 'gravatar' ? gravatarUrl(person.username) : person.avatar === null ? null : 'own',
        bio: '',
        jobTitle: person.job,
        createdAt: this.midnight - 850 * day,
      });
      if (person.level !== null) this.world.people.setRole(id, { groupId }, person.level);
    }
  }

  private addLabel(label: Omit<LabelRecord, 'id'>): void {
    this.world.labels.push({ id: this.world.nextId(), ...label });
  }

  private addMilestone(
    owner: { groupId: number } | { projectId: number },
    iid: number,
    title: string,
    start: number | null,
    due: number | null,
    state: MilestoneRecord['state'],
  ): number {
    const id = this.world.nextId();
    const date = (offset: number | null): string | null =>
      offset === null ? null : new Date(this.midnight + offset * day).toISOString().slice(0, 10);
    const at = this.midnight - 300 * day + iid * 1000;
    this.world.milestones.set(id, {
      id,
      iid,
      projectId: 'projectId' in owner ? owner.projectId : null,
      groupId: 'groupId' in owner ? owner.groupId : null,
      title,
      description: '',
      state,
      createdAt: at,
      updatedAt: at,
      startDate: date(start),
      dueDate: date(due),
    });
    return id;
  }

  private fill(project: ProjectRecord, groupMilestones: readonly number[]): void {
    const projectId = project.id;
    for (const [name, color, description] of projectLabels)
      this.addLabel({ name, color, description, priority: null, projectId, groupId: null });
    const milestones = [
      this.addMilestone({ projectId }, 1, 'v1.0', null, -60, 'closed'),
      this.addMilestone({ projectId }, 2, 'v1.1', -30, 12, 'active'),
      this.addMilestone({ projectId }, 3, 'v2.0', 13, 75, 'active'),
      this.addMilestone({ projectId }, 4, 'Backlog', null, null, 'active'),
      ...groupMilestones,
    ];
    const images = ['basket.png', 'search results.png'].map((filename) => {
      const secret = this.random.hex(32);
      const bytes = (): Buffer => screenshotPicture(`${projectId} ${filename}`);
      this.world.uploads.push({ projectId, secret, filename, contentType: 'image/png', bytes });
      return `/uploads/${secret}/${encodeURIComponent(filename)}`;
    });
    const members = demoPeople.flatMap((person, index) => (person.level !== null && !person.state ? [index + 1] : []));
    const step = (700 * day) / Math.max(this.size.issues, 1);
    for (let iid = 1; iid <= this.size.issues; iid += 1) {
      const createdAt = Math.floor(this.midnight - 710 * day + iid * step + this.random.next() * step * 0.9);
      const issue = this.makeIssue(project, iid, createdAt, members, milestones, images);
      this.world.insertIssue(issue);
      // Enough threads for a demo. A world of 100,000 issues doesn't need more.
      if (iid % 3 === 0 && iid <= 900) addNotes(this.world, this.random, issue, members);
      project.lastActivityAt = Math.max(project.lastActivityAt, issue.updatedAt);
    }
  }

  private makeIssue(
    project: ProjectRecord,
    iid: number,
    createdAt: number,
    members: readonly number[],
    milestones: readonly number[],
    images: readonly string[],
  ): IssueRecord {
    const { random, world } = this;
    const { title, bug } = issueTitle(random);
    const closed = random.chance(0.4);
    const authorId = random.pick(members);
    const active = Math.min(createdAt + Math.floor(random.next() * 60 * day), this.midnight - random.int(1, 3_600_000));
    const updatedAt = Math.max(createdAt, active);
    const type = this.issueType(bug);
    const mention = world.people.user(random.pick(members)).username;
    const image = random.chance(0.08) ? random.pick(images) : undefined;
    const reactions = random.chance(0.2) ? { [random.pick(members)]: ['thumbsup'] } : {};
    const due = random.chance(0.3)
      ? new Date(this.midnight + random.int(-40, 60) * day).toISOString().slice(0, 10)
      : null;
    return {
      id: project.id * 1_000_000 + iid,
      iid,
      projectId: project.id,
      title,
      description: issueDescription(random, bug, mention, image),
      state: closed ? 'closed' : 'opened',
      createdAt,
      updatedAt,
      closedAt: closed ? updatedAt : null,
      closedById: closed && random.chance(0.9) ? random.pick(members) : null,
      labels: this.labels(bug),
      milestoneId: random.chance(0.5) ? random.pick(milestones) : null,
      assigneeIds: random.chance(0.65) ? random.sample(members, random.chance(0.15) ? 2 : 1) : [],
      authorId,
      type,
      severity: type === 'incident' ? random.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const) : 'UNKNOWN',
      confidential: random.chance(0.05),
      discussionLocked: random.chance(0.02) ? true : null,
      startDate: null,
      dueDate: due,
      weight: random.chance(0.4) ? random.int(0, 8) : null,
      healthStatus: random.chance(0.15) ? random.pick(['on_track', 'needs_attention', 'at_risk'] as const) : null,
      timeEstimate: random.chance(0.2) ? random.int(1, 40) * 1800 : 0,
      timeSpent: random.chance(0.15) ? random.int(1, 20) * 900 : 0,
      upvotes: Object.keys(reactions).length + (random.chance(0.1) ? random.int(1, 9) : 0),
      downvotes: random.chance(0.03) ? 1 : 0,
      reactions,
      mergeRequestsCount: random.chance(0.2) ? 1 : 0,
      relativePosition: random.chance(0.9) ? iid * 513 - random.int(0, 4000) : null,
      movedToId: null,
      importedFrom: 'none',
      userNotesCount: 0,
      subscriberIds: [authorId],
    };
  }

  private issueType(bug: boolean): IssueType {
    if (bug && this.random.chance(0.08)) return 'incident';
    return this.random.chance(0.08) ? 'task' : 'issue';
  }

  private labels(bug: boolean): string[] {
    const { random } = this;
    const names: string[] = [];
    if (random.chance(0.7)) names.push(bug ? 'bug' : random.pick(['feature', 'documentation']));
    if (random.chance(0.45)) names.push(random.pick(['priority::1', 'priority::2', 'priority::3']));
    if (random.chance(0.4)) names.push(random.pick(['workflow::ready', 'workflow::doing', 'workflow::review']));
    if (random.chance(0.25)) names.push(random.pick(projectLabels)[0]);
    return names;
  }
}

/** https://docs.gitlab.com/administration/libravatar/ */
function gravatarUrl(username: string): string {
  const hash = createHash('sha256').update(`${username}@example.com`).digest('hex');
  return `https://secure.gravatar.com/avatar/${hash}?s=80&d=identicon`;
}
