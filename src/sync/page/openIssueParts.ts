import type { Clock } from '../../model/time/clock.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDetails } from '../../model/issueDetails.ts';
import type { EventKind } from '../../model/issueEvent.ts';
import type { PageAct } from '../../model/page/pageAct.ts';
import type { PageActivity } from '../../model/page/pageActivity.ts';
import type { Log } from '../../model/ports.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';
import type { SendOutcome } from '../writes/commandSender.ts';

export interface OpenIssueParts {
  /** Called for each request, because a renewed token replaces the gateway. Rejects when signed out. */
  readonly source: () => Promise<ProjectAccess>;
  /** The issue in the mirror. Undefined if the issue is closed or unknown. */
  readonly held: () => Issue | undefined;
  /** Sends a change like all changes to issues. The page then loads the issue. Rejects when signed out. */
  readonly send: (act: PageAct) => Promise<SendOutcome>;
  /** Called after a load, to update every view that shows the issue. */
  readonly onDidRead: (issue: Issue, about: ReadContext) => void;
  /** Loads the colors of the project's labels if they aren't loaded yet. Never rejects. */
  readonly loadLabels: () => Promise<void>;
  /** How the user arranges the activity. */
  readonly activity: () => PageActivity;
  /** The kinds of events that the server has. */
  readonly eventKinds: () => readonly EventKind[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Describes how an issue was loaded. */
export interface ReadContext {
  /** The Markdown description. Undefined if it was not loaded. */
  readonly description?: string;
  /** Whether the page loaded it because of the user's own change. */
  readonly isOwn: boolean;
}

/** The state of an open issue page. */
export interface OpenIssueState {
  readonly details?: IssueDetails;
  readonly isLoading: boolean;
  readonly error?: GitLabError;
  /** Whether the issue was deleted or moved, or is no longer accessible. The loaded data stays. */
  readonly isGone: boolean;
  /** When it last matched the server, in milliseconds since 1970. */
  readonly asOf?: number;
}
