import type { ApiEvent, IssueChangeInfo, IssueInfo, IssuesApi, ProjectInfo } from '../api.ts';
import { type Disposable, Emitter, type Event } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueStore } from './issueStore.ts';
import type { Synchroniser } from './synchroniser.ts';
import type { TrackerState } from './trackerMirror.ts';

/** The mirror as other extensions see it: see api.ts. */
export class PublicApi implements IssuesApi, Disposable {
  private readonly projectsChanged = new Emitter<void>();
  private readonly issuesChanged = new Emitter<IssueChangeInfo>();
  private readonly subscriptions: readonly Disposable[];
  private last = '[]';

  readonly onDidChangeProjects = apiEvent(this.projectsChanged.event);
  readonly onDidChangeIssues = apiEvent(this.issuesChanged.event);

  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly store: IssueStore,
  ) {
    this.subscriptions = [
      synchroniser.onDidChange(() => {
        const now = JSON.stringify(this.projects);
        if (now === this.last) return;
        this.last = now;
        this.projectsChanged.fire();
      }),
      store.onDidChange(({ tracker, added, changed, removed }) => {
        const state = synchroniser.trackers.find(({ key }) => key === tracker);
        if (!state) return;
        this.issuesChanged.fire({
          project: urlOf(state),
          added: iids(added),
          changed: iids(changed),
          removed: iids(removed),
        });
      }),
    ];
  }

  get projects(): readonly ProjectInfo[] {
    return this.synchroniser.trackers
      .filter(({ project }) => project)
      .map((tracker) => ({
        url: urlOf(tracker),
        path: tracker.project?.path ?? tracker.path,
        instance: tracker.instance,
      }));
  }

  issues(project: string): readonly IssueInfo[] {
    const tracker = this.synchroniser.findTracker(project);
    return tracker ? this.store.issues(tracker.key).map(info) : [];
  }

  async refresh(project?: string): Promise<void> {
    if (project === undefined) {
      await this.synchroniser.refresh();
      return;
    }
    await this.synchroniser.ready();
    const tracker = this.synchroniser.findTracker(project);
    if (!tracker) throw new GitLabError('invalid', { detail: 'unknownProject', serverMessage: project });
    await this.synchroniser.refresh(tracker.key);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.projectsChanged.dispose();
    this.issuesChanged.dispose();
  }
}

function info(issue: Issue): IssueInfo {
  return {
    iid: issue.iid,
    title: issue.title,
    state: issue.state,
    labels: [...issue.labels],
    assignees: issue.assignees.map(({ username }) => username),
    ...(issue.milestone ? { milestone: issue.milestone.title } : {}),
    updatedAt: new Date(issue.updatedAt).toISOString(),
    webUrl: issue.webUrl,
  };
}

function urlOf({ project, instance, path }: TrackerState): string {
  return project?.webUrl ?? `${instance}/${path}`;
}

function iids(issues: readonly Issue[]): number[] {
  return issues.map(({ iid }) => iid);
}

/** An event as VS Code's listeners expect it, with the receiver and the list of disposables that they may pass. */
function apiEvent<T>(event: Event<T>): ApiEvent<T> {
  return (listener, thisArgs, disposables) => {
    const subscription = event((value) => listener.call(thisArgs, value));
    disposables?.push(subscription);
    return subscription;
  };
}
