import type { Account } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue, IssueUser } from '../../model/issue.ts';
import type { Project } from '../../model/project.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';
import type { Clock } from '../../model/time/clock.ts';
import { PageCompletions } from '../page/pageCompletions.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { Synchronizer } from '../synchronizer.ts';
import type { TrackerState } from '../trackers/trackerState.ts';
import type { DocumentSubject } from './issueDocuments.ts';

/** The project of a document: what its issues can have, and how to reach it. */
export class DocumentProject {
  /** Completes the text after a sign, such as `#`. Also has the project's labels and milestones. */
  readonly words: PageCompletions;
  /** By username, in lower case. */
  private readonly members = new Map<string, Promise<IssueUser | undefined>>();
  private project: Promise<Project> | undefined;

  constructor(
    private readonly subject: Pick<DocumentSubject, 'account' | 'project'>,
    private readonly synchronizer: Synchronizer,
    store: Pick<IssueStore, 'issues'>,
    language: string,
    clock: Clock,
  ) {
    const held = (): readonly Issue[] => {
      const { tracker } = this;
      return tracker ? store.issues(tracker.key) : [];
    };
    this.words = new PageCompletions(() => this.access(), held, language, clock);
  }

  /** The tracker through which the document is sent: that of its project, or one that can include its project. */
  get tracker(): TrackerState | undefined {
    const { project } = this.subject;
    const path = project.path.toLowerCase();
    const { ofAccount } = this;
    return (
      ofAccount.find((tracker) => tracker.project?.id === project.id) ??
      ofAccount.find((tracker) => tracker.kind === 'group' && path.startsWith(`${groupPathOf(tracker)}/`)) ??
      ofAccount.find(({ kind }) => kind === 'assigned')
    );
  }

  /** Undefined if the account isn't signed in, or no project of the window uses it. */
  get account(): Account | undefined {
    return this.ofAccount[0]?.account;
  }

  private get ofAccount(): readonly TrackerState[] {
    return this.synchronizer.trackers.filter(({ account }) => account?.key === this.subject.account);
  }

  /** Undefined if the account isn't signed in. */
  get webUrl(): string | undefined {
    return this.account && `${this.account.instance}/${this.subject.project.path}`;
  }

  /** The project, loaded if necessary. Rejects with a `GitLabError`. */
  async access(): Promise<ProjectAccess> {
    await this.synchronizer.ready();
    const { account, project } = this.subject;
    const gateway = this.synchronizer.gatewayOf(account);
    if (!gateway) throw new GitLabError('invalid', { detail: 'notInWindow' });
    this.project ??= gateway.findProject(project.id).catch((error: unknown) => {
      this.project = undefined;
      throw error;
    });
    return { gateway, project: await this.project };
  }

  /** Uploads a file, and returns the Markdown for it. Rejects with a `GitLabError`. */
  async upload(fileName: string, bytes: Uint8Array): Promise<string> {
    const { gateway, project } = await this.access();
    return gateway.details.upload(project, fileName, bytes);
  }

  /** Finds a member by username, with or without `@`. Undefined if there is none. Rejects with a `GitLabError`. */
  member(name: string): Promise<IssueUser | undefined> {
    const username = name.trim().replace(/^@/, '').toLowerCase();
    const known = this.members.get(username);
    if (known) return known;
    const asked = this.access().then(async ({ gateway, project }) => {
      const { people } = await gateway.findPeople(project, username);
      return people.find((user) => user.username.toLowerCase() === username);
    });
    this.members.set(username, asked);
    asked.catch(() => this.members.delete(username));
    return asked;
  }
}

function groupPathOf({ scope, path }: TrackerState): string {
  return (scope && 'path' in scope ? scope.path : path).toLowerCase();
}
