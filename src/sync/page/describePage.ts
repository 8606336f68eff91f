import * as l10n from '@vscode/l10n';
import { type Account, isReadOnly } from '../../model/account.ts';
import { can } from '../../model/capabilities.ts';
import { signInAgainText } from '../../model/error/signInAgainText.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDetails } from '../../model/issueDetails.ts';
import { issueRights } from '../../model/issueRights.ts';
import type { BoxHeights } from '../../model/page/boxHeights.ts';
import type { PageActivity } from '../../model/page/pageActivity.ts';
import type { PageState } from '../../model/page/pageState.ts';
import type { Project } from '../../model/project.ts';
import { localDay } from '../../model/time/calendarDay.ts';
import { relativeTime } from '../../model/time/relativeTime.ts';
import { timeText } from '../../model/time/timeText.ts';
import type { ComposerDrafts } from './composerDrafts.ts';
import type { OpenIssueState } from './openIssueParts.ts';

/** The parts of a page's state. */
export interface PageParts {
  readonly account: Account;
  readonly project: Project;
  /** The username of the user. Undefined if it isn't known. */
  readonly me: string | undefined;
  /** From the mirror, or as the page loaded it. */
  readonly issue: Issue;
  /** From the mirror. */
  readonly description: string | undefined;
  readonly opened: OpenIssueState;
  readonly activity: PageActivity;
  readonly boxHeights: BoxHeights;
  /** See {@link PageState.newSince}. */
  readonly newSince: number | undefined;
  readonly labelColors: Readonly<Record<string, string>>;
  /** Whether the page may load an avatar. */
  readonly mayShowAvatar: (url: string) => boolean;
  readonly boxes: Pick<ComposerDrafts, 'drafts' | 'sending' | 'uploading'>;
  readonly now: number;
  /** The language for times, such as `en`. */
  readonly language: string;
}

const maintainer = 40;

/** Builds the complete state of the page. */
export function describePage({ account, project, me, issue, opened, ...parts }: PageParts): PageState {
  const { details, error, isGone, isLoading, asOf } = opened;
  const rights = issueRights(issue, account, project);
  const why = whyReadOnly(account, project);
  const signInAgain = signInAgainText(error);
  const person = account.kind === 'personal' ? account.user : personNamed(me, issue, opened);
  const description = details?.description ?? parts.description;
  return {
    issue,
    ...(description === undefined ? {} : { description }),
    project: { path: project.path, webUrl: project.webUrl, instance: account.instance },
    ...(person ? { me: person } : {}),
    writer: account.user.id,
    rights: {
      ...rights,
      ...(why === undefined ? {} : { why }),
      signInHelps: !project.archived && isReadOnly(account),
      maintain: rights.comment && (project.accessLevel ?? 0) >= maintainer,
      hasWeight: can(account, 'weights'),
    },
    labelColors: parts.labelColors,
    ...(details
      ? {
          avatars: avatarsOf(details, parts.mayShowAvatar),
          details: {
            isLocked: details.isLocked,
            ...(details.isMoved && details.successors ? { movedTo: details.successors.movedTo ?? {} } : {}),
            ...(details.isDuplicate && details.successors ? { duplicateOf: details.successors.duplicateOf ?? {} } : {}),
            ...present(details, ['closedBy', 'closedAt', 'isSubscribed']),
            ...present(details, ['reactions', 'participants', 'mergeRequests', 'links', 'children']),
            ...(details.timeEstimate > 0 ? { timeEstimate: timeText(details.timeEstimate) } : {}),
            ...(details.timeSpent > 0 ? { timeSpent: timeText(details.timeSpent) } : {}),
            ...(details.noteReactions ? { noteReactions: Object.fromEntries(details.noteReactions) } : {}),
          },
        }
      : {}),
    ...(details ? present(details, ['discussions', 'events', 'missingEvents']) : {}),
    activity: parts.activity,
    boxHeights: parts.boxHeights,
    ...(parts.newSince === undefined ? {} : { newSince: parts.newSince }),
    today: localDay(parts.now),
    hasMoreDiscussions: details?.hasMoreDiscussions ?? false,
    isLoading,
    ...(error && !isGone ? { problem: signInAgain ?? error.message } : {}),
    ...(signInAgain === undefined ? {} : { signInAgain: true }),
    ...(error && asOf !== undefined ? { age: relativeTime(asOf, parts.now, parts.language) } : {}),
    isGone,
    drafts: parts.boxes.drafts,
    sending: parts.boxes.sending,
    uploading: parts.boxes.uploading,
  };
}

function whyReadOnly(account: Account, project: Project): string | undefined {
  if (project.archived) return l10n.t("This project is archived. Its issues can't be changed.");
  if (isReadOnly(account))
    return l10n.t("Your token is read-only. To edit issues, sign in with a token that has the 'api' scope.");
  return undefined;
}

/** With a bot token, only the username is known. If the user takes part in the issue, returns the full profile. */
function personNamed(me: string | undefined, issue: Issue, { details }: OpenIssueState) {
  const people = [issue.author, ...issue.assignees, ...(details?.participants ?? [])];
  return me === undefined ? undefined : people.find((person) => person?.username === me);
}

function avatarsOf(details: IssueDetails, mayShow: (url: string) => boolean): Record<number, string> {
  const { people = [], participants = [], discussions = [], closedBy } = details;
  const authors = discussions.flatMap(({ notes }) => notes.map(({ author }) => author));
  const urls = new Map([...authors, closedBy, ...participants, ...people].map((one) => [one?.id ?? 0, one?.avatarUrl]));
  return Object.fromEntries(
    [...urls].flatMap(([id, url]) => (url !== undefined && mayShow(url) ? [[id, url] as const] : [])),
  );
}

function present<T extends object, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]]))) as Partial<
    Pick<T, K>
  >;
}
