import { l10n, type QuickInputButton, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import { addressOfIssue } from '../../model/address/issueLink.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { projectUrlOf } from '../../model/issueScope.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { IssueSearch } from '../../sync/search/issueSearch.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import { issueRow } from './issueRow.ts';

/** The delay after the last key before the list includes matches in the descriptions on disk, in milliseconds. */
const pauseBeforeDisk = 150;
/**
 * The delay after that, and the minimum number of characters, before the list includes matches on GitLab, which rate
 * limits searches.
 */
const pauseBeforeGitLab = 250;
const fewestCharacters = 3;
/** The maximum number of rows. Users keep typing rather than read more. */
const mostShown = 100;

/** A list of issues for the user to select from. */
export interface IssueQuestion {
  readonly title: string;
  readonly placeholder: string;
  /** Limits the trackers. By default, the list has the issues of all. */
  readonly isSearched?: (tracker: TrackerState) => boolean;
  /** Excludes issues. */
  readonly isOffered?: (target: TrackedIssue) => boolean;
  /** The buttons of a row. */
  readonly buttons?: readonly (QuickInputButton & { readonly press: (target: TrackedIssue) => void })[];
  /**
   * Returns rows for issues that can't be found, but that the text names.
   * @param found the issues that match the text.
   */
  readonly named?: (text: string, found: readonly TrackedIssue[]) => readonly NamedIssue[];
}

/** The issue that a text names. */
export interface NamedIssue {
  readonly label: string;
  readonly text: string;
}

/** Asks for an issue: finds it in the mirror at every key, then in the descriptions on disk, and then on GitLab. */
export class IssuePicker {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly search: IssueSearch,
    private readonly clock: Clock,
  ) {}

  /** Returns the selected issue, or the text of a {@link NamedIssue}. Undefined when the user cancels. */
  async ask(question: IssueQuestion): Promise<TrackedIssue | string | undefined> {
    await loadEmoji();
    return new OpenList(this.synchronizer, this.search, this.clock, question).answer();
  }
}

interface FoundOnGitLab {
  readonly found: readonly TrackedIssue[];
  /** Why a request for a project failed. */
  readonly error: GitLabError | undefined;
}

class OpenList {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly search: IssueSearch,
    private readonly clock: Clock,
    private readonly question: IssueQuestion,
  ) {}

  answer(): Promise<TrackedIssue | string | undefined> {
    const { title, placeholder, buttons = [] } = this.question;
    return showRemoteQuickPick<TrackedIssue | string>(
      {
        title,
        placeholder,
        none: l10n.t('No matching issues'),
        local: (text) => this.local(text),
        search: (text, signal, show) => this.further(text, signal, show),
        needsSearch: (text) => this.needsSearch(text),
        pause: pauseBeforeDisk,
        keepsOrder: true,
        onButton: (value, button) => {
          const pressed = buttons.find((each) => each === button);
          if (typeof value !== 'string') pressed?.press(value);
        },
      },
      this.clock,
    );
  }

  private local(text: string): readonly RemoteItem<TrackedIssue | string>[] {
    const { found, isSimilar } = this.inMirror(text);
    const named = this.question.named?.(text, found) ?? [];
    return [
      ...(isSimilar ? [heading(l10n.t('Similar titles'))] : []),
      // Shown even without a match in the label, because the search covers more than the label.
      ...this.rows(found).map((row) => ({ ...row, alwaysShow: true })),
      ...named.map((name) => ({
        label: name.label,
        value: name.text,
        iconPath: new ThemeIcon('link'),
        alwaysShow: true,
      })),
    ];
  }

  private needsSearch(text: string): boolean {
    const number = numberOf(text);
    if (number === undefined) return text.length >= fewestCharacters;
    return !this.inMirror(text).found.some(({ issue }) => issue.iid === number);
  }

  /** The rows from the descriptions on disk, and then those from GitLab. */
  private async further(
    text: string,
    signal: AbortSignal,
    show: (rows: readonly RemoteItem<TrackedIssue>[]) => void,
  ): Promise<readonly RemoteItem<TrackedIssue>[]> {
    if (text === '') await this.synchronizer.synced();
    if (!this.needsSearch(text)) return [];
    const onDisk = this.rows(await this.inDescriptions(text, signal), l10n.t('In descriptions'));
    show(onDisk);
    await new Promise<void>((resolve) => {
      this.clock.after(pauseBeforeGitLab, resolve);
    });
    if (signal.aborted) return [];
    const { found, error } = await this.onGitLab(text, signal);
    const rows = [...onDisk, ...this.rows(found, l10n.t('From GitLab'))];
    if (!error) return rows;
    show(rows);
    throw error;
  }

  private rows(found: readonly TrackedIssue[], from?: string): readonly RemoteItem<TrackedIssue>[] {
    const { isOffered = () => true, buttons = [] } = this.question;
    const rows = found.filter(isOffered).map((target) => issueRow(target, buttons));
    return from === undefined || rows.length === 0 ? rows : [heading(from), ...rows];
  }

  /** Searches the mirror. If no issue matches, returns issues with similar words. */
  private inMirror(text: string): { readonly found: readonly TrackedIssue[]; readonly isSimilar: boolean } {
    const address = addressOfIssue(text);
    const searched = this.searched(text);
    const keys = searched.map(({ key }) => key);
    if (address) {
      // Several projects of a group may have an issue with the same number.
      const url = address.project.toLowerCase();
      const isAlone = searched.every(({ kind }) => kind === 'project');
      const found = this.search.find(keys, `#${address.iid}`).filter(({ issue }) => issue.iid === address.iid);
      const isThere = ({ issue }: TrackedIssue) => isAlone || projectUrlOf(issue).toLowerCase() === url;
      return { found: found.filter(isThere), isSimilar: false };
    }
    const found = this.search.find(keys, text, mostShown);
    if (found.length > 0) return { found, isSimilar: false };
    return { found: this.search.findSimilar(keys, text, mostShown), isSimilar: true };
  }

  /** The loaded issues with all of the words in their description, newest first. */
  private async inDescriptions(text: string, signal: AbortSignal): Promise<TrackedIssue[]> {
    if (numberOf(text) !== undefined) return [];
    const words = text.split(/\s+/);
    const perTracker = this.searched(text).map(async ({ key }) => {
      const ids = await this.synchronizer.issues.findInDescriptions(key, words, signal);
      return this.search.find([key], '').filter(({ issue }) => ids.has(issue.id));
    });
    // Canceled when the user continues typing.
    return (await Promise.all(perTracker).catch(() => [])).flat().slice(0, mostShown);
  }

  /**
   * Finds open and closed issues, or the one with a number. @returns also an error if a request for a project failed.
   */
  private async onGitLab(text: string, signal: AbortSignal): Promise<FoundOnGitLab> {
    const { project } = addressOfIssue(text) ?? {};
    if (project !== undefined && !this.synchronizer.findProject(project))
      throw new GitLabError('invalid', { detail: 'unknownProject', named: project });
    const withAccount = this.searched(text).filter(({ account }) => account);
    const results = await Promise.allSettled(withAccount.map(({ key }) => this.askFor(key, text, signal)));
    const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const error = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => GitLabError.from(reason))
      // With several projects, most have no issue with that number.
      .find(({ reason }) => reason !== 'notFound' && reason !== 'canceled');
    return { found, error };
  }

  private async askFor(tracker: string, text: string, signal: AbortSignal): Promise<TrackedIssue[]> {
    const number = numberOf(text);
    if (number !== undefined) {
      const path =
        addressOfIssue(text) && this.synchronizer.findProject(addressOfIssue(text)?.project ?? '')?.projectPath;
      return [{ tracker, issue: await this.synchronizer.issues.findIssue(tracker, number, path) }];
    }
    const request = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 50, search: text } as const;
    const { gateway, scope } = await this.synchronizer.issues.scopeAccess(tracker);
    const { issues } = await gateway.listIssues(scope, request, signal);
    return issues.map((issue) => ({ tracker, issue }));
  }

  /** The trackers to search. A URL limits them to its project. */
  private searched(text: string): readonly TrackerState[] {
    const { isSearched = () => true } = this.question;
    const address = addressOfIssue(text)?.project;
    const trackers = this.synchronizer.trackers.filter(isSearched);
    if (address === undefined) return trackers;
    const key = this.synchronizer.findProject(address)?.tracker.key;
    return trackers.filter((tracker) => tracker.key === key);
  }
}

function heading(label: string): RemoteItem<never> {
  return { label, kind: QuickPickItemKind.Separator };
}

/** The number of an issue from a text that is a number or an issue's URL. */
function numberOf(text: string): number | undefined {
  const digits = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  return digits === undefined ? addressOfIssue(text)?.iid : Number(digits);
}
