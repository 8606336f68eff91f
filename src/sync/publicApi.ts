import type { ApiEvent, IssueChangeInfo, IssueInfo, IssuesApi, IssuesForGitLab, ProjectInfo } from '../api.ts';
import { type Disposable, Emitter, type Event } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import { projectPathOf, projectUrlOf } from '../model/issueScope.ts';
import type { IssueStore } from './store/issueStore.ts';
import type { Synchronizer } from './synchronizer.ts';
import type { TrackerState } from './trackers/trackerState.ts';

/** The API for other extensions, and a function that ends it. */
export interface PublicApi extends Disposable {
  readonly exports: IssuesForGitLab;
}

/**
 * The mirror for other extensions. See api.ts. It is a frozen object of closures and not an instance of a class,
 * because the fields of an instance would expose everything, including the tokens. All extensions share it and the
 * events, so these are frozen: no extension can change what another one gets. Each call returns its own lists.
 */
export function createPublicApi(synchronizer: Synchronizer, store: IssueStore): PublicApi {
  // Created for the first extension that requests it. Until then, changes of the mirror cost nothing here.
  let built: (Disposable & { readonly api: IssuesApi }) | undefined;
  return {
    exports: frozen<IssuesForGitLab>({
      getApi: (version) => {
        if ((version as number) !== 1) throw new GitLabError('invalid', { detail: 'arguments', named: 'version' });
        synchronizer.syncWithoutView();
        built ??= buildApi(synchronizer, store);
        return built.api;
      },
    }),
    dispose: () => {
      built?.dispose();
    },
  };
}

function buildApi(synchronizer: Synchronizer, store: IssueStore): Disposable & { readonly api: IssuesApi } {
  const projectsChanged = new Emitter<void>();
  const issuesChanged = new Emitter<IssueChangeInfo>();

  const projects = (): readonly ProjectInfo[] => {
    const known = synchronizer.trackers.flatMap((tracker) => projectsOf(tracker, store.issues(tracker.key)));
    return [...new Map(known.map((project) => [project.url, project])).values()];
  };
  let last = JSON.stringify(projects());
  const compareProjects = () => {
    const now = JSON.stringify(projects());
    if (now === last) return;
    last = now;
    projectsChanged.fire();
  };
  const subscriptions = [
    synchronizer.onDidChange(compareProjects),
    store.onDidChange(({ tracker, added, changed, removed }) => {
      const state = synchronizer.tracker(tracker);
      if (!state) return;
      if (state.kind !== 'project') compareProjects();
      const byProject = (issues: readonly Issue[]) => Map.groupBy(issues, (issue) => urlOf(state, issue));
      const changes = { added: byProject(added), changed: byProject(changed), removed: byProject(removed) };
      for (const project of new Set(Object.values(changes).flatMap((grouped) => [...grouped.keys()]))) {
        const its = (kind: keyof typeof changes) => (changes[kind].get(project) ?? []).map(({ iid }) => iid);
        issuesChanged.fire(frozen({ project, added: its('added'), changed: its('changed'), removed: its('removed') }));
      }
    }),
  ];

  const api: IssuesApi = {
    get projects() {
      return projects();
    },
    issues: (project) => {
      const named = synchronizer.findNamed(project);
      if (!named) return [];
      const { tracker, projectPath } = named;
      const isIts = (issue: Issue) => projectPath === undefined || projectPathOf(issue).toLowerCase() === projectPath;
      return store.issues(tracker.key).filter(isIts).map(info);
    },
    onDidChangeProjects: apiEvent(projectsChanged.event),
    onDidChangeIssues: apiEvent(issuesChanged.event),
    refresh: async (project) => {
      await synchronizer.ready();
      await synchronizer.refresh(project === undefined ? undefined : synchronizer.expectTracker(project).key);
    },
  };
  return {
    api: frozen(api),
    dispose: () => {
      for (const subscription of [...subscriptions, projectsChanged, issuesChanged]) subscription.dispose();
    },
  };
}

/** Freezes plain data or functions, and everything in them. Leaves getters alone. */
function frozen<T extends object>(value: T): Readonly<T> {
  for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value)) as { value?: unknown }[]) {
    const isOpen = (typeof inner === 'object' && inner !== null) || typeof inner === 'function';
    if (isOpen && !Object.isFrozen(inner)) frozen(inner);
  }
  return Object.freeze(value);
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

/** A group, or the issues assigned to the user, are represented by the projects of their issues. */
function projectsOf(tracker: TrackerState, issues: readonly Issue[]): readonly ProjectInfo[] {
  const { kind, project, instance } = tracker;
  if (project) return [{ url: project.webUrl, path: project.path, instance }];
  if (kind === 'project') return [];
  const byUrl = new Map(issues.map((issue) => [projectUrlOf(issue), projectPathOf(issue)]));
  return [...byUrl].map(([url, path]) => ({ url, path, instance }));
}

function urlOf({ kind, project, instance, path }: TrackerState, issue: Issue): string {
  return kind === 'project' ? (project?.webUrl ?? `${instance}/${path}`) : projectUrlOf(issue);
}

/** An event as VS Code's listeners expect it, with the receiver and the list of disposables as optional arguments. */
function apiEvent<T>(event: Event<T>): ApiEvent<T> {
  return (listener, thisArgs, disposables) => {
    const subscription = event((value) => listener.call(thisArgs, value));
    disposables?.push(subscription);
    return subscription;
  };
}
