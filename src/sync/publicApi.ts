import type { ApiEvent, IssueChangeInfo, IssueInfo, IssuesApi, IssuesForGitLab, ProjectInfo } from '../api.ts';
import { type Disposable, Emitter, type Event } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { Log } from '../model/ports.ts';
import type { IssueStore } from './issueStore.ts';
import type { Synchroniser } from './synchroniser.ts';
import type { TrackerState } from './trackerState.ts';

/** What other extensions get, and how it ends. */
export interface PublicApi extends Disposable, IssuesForGitLab {}

/**
 * The mirror as other extensions see it: see api.ts. A frozen object of closures and not an instance of a class:
 * through the fields of one they would reach everything, the tokens too.
 */
export function createPublicApi(synchroniser: Synchroniser, store: IssueStore, log: Log): PublicApi {
  const projectsChanged = new Emitter<void>();
  const issuesChanged = new Emitter<IssueChangeInfo>();
  let last = '[]';

  const projects = (): readonly ProjectInfo[] =>
    synchroniser.trackers
      .filter(({ project }) => project)
      .map((tracker) => ({
        url: urlOf(tracker),
        path: tracker.project?.path ?? tracker.path,
        instance: tracker.instance,
      }));
  const subscriptions = [
    synchroniser.onDidChange(() => {
      const now = JSON.stringify(projects());
      if (now === last) return;
      last = now;
      projectsChanged.fire();
    }),
    store.onDidChange(({ tracker, added, changed, removed }) => {
      const state = synchroniser.trackers.find(({ key }) => key === tracker);
      if (!state) return;
      issuesChanged.fire({ project: urlOf(state), added: iids(added), changed: iids(changed), removed: iids(removed) });
    }),
  ];

  const api: IssuesApi = {
    get projects() {
      return projects();
    },
    issues: (project) => {
      const tracker = synchroniser.findTracker(project);
      return tracker ? store.issues(tracker.key).map(info) : [];
    },
    onDidChangeProjects: apiEvent(projectsChanged.event, log),
    onDidChangeIssues: apiEvent(issuesChanged.event, log),
    refresh: async (project) => {
      await synchroniser.ready();
      await synchroniser.refresh(project === undefined ? undefined : synchroniser.expectTracker(project).key);
    },
  };

  Object.freeze(api);
  return {
    getApi: (version) => {
      if ((version as number) !== 1)
        throw new GitLabError('invalid', { detail: 'arguments', serverMessage: 'version' });
      synchroniser.fillUnseen();
      return api;
    },
    dispose: () => {
      for (const subscription of [...subscriptions, projectsChanged, issuesChanged]) subscription.dispose();
    },
  };
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

/**
 * An event as VS Code's listeners expect it, with the receiver and the list of disposables that they may pass.
 * A listener of somebody else's that throws harms nobody but itself.
 */
function apiEvent<T>(event: Event<T>, log: Log): ApiEvent<T> {
  return (listener, thisArgs, disposables) => {
    const subscription = event((value) => {
      try {
        listener.call(thisArgs, value);
      } catch (error) {
        log.warn(`A listener of another extension failed: ${error instanceof Error ? error.message : typeof error}`);
      }
    });
    disposables?.push(subscription);
    return subscription;
  };
}
