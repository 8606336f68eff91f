import { env, l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import { commands } from '../../manifest.ts';
import { openInBrowser } from '../../host/browser.ts';
import type { Clock } from '../../model/time/clock.ts';
import { DebouncedRequest } from '../../model/time/debouncedRequest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import { addressOfIssue } from '../../model/address/issueLink.ts';
import { projectPathOf, projectUrlOf } from '../../model/issueScope.ts';
import { issueTypeIcon } from '../../model/issueTypeIcon.ts';
import { plainLabel, plainText } from '../../model/text/plainText.ts';
import { loadEmoji, shownTitle } from '../../model/text/shownTitle.ts';
import type { IssueSearch } from '../../sync/search/issueSearch.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { keepOwnOrder } from '../pickers/ownOrder.ts';
import type { CommandRunner } from '../run.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** The delay after the last key before the search reads the descriptions on disk. */
const pauseBeforeDisk = 150;
/**
 * The delay after the last key, and the minimum number of characters, before the search queries GitLab, which rate
 * limits searches.
 */
const pauseOfTyping = 400;
const fewestCharacters = 3;
/** A user types more instead of reading more rows than this. */
const mostShown = 100;

type Item = QuickPickItem & { readonly target?: TrackedIssue };

interface FoundOnGitLab {
  readonly found: readonly TrackedIssue[];
  /** Why a request for a project failed. Empty if none did. */
  readonly note: string;
}

/** Finds an issue: in the mirror at every key, then in the descriptions on disk, and then on GitLab for the rest. */
export class SearchCommands {
  /**
   * @param reveal shows the row of an issue. Resolves to whether there is one.
   * @param open shows an issue itself.
   */
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly search: IssueSearch,
    private readonly clock: Clock,
    private readonly reveal: (tracker: string, issue: Issue) => Promise<boolean>,
    private readonly open: (target: TrackedIssue) => Promise<void>,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.search, () => this.find());
  }

  private async find(): Promise<void> {
    await loadEmoji();
    const browser: QuickInputButton = { iconPath: new ThemeIcon('link-external'), tooltip: l10n.t('Open in Browser') };
    const copy: QuickInputButton = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy Reference') };
    const buttons = [browser, copy];
    const pick = window.createQuickPick<Item>();
    keepOwnOrder(pick);
    pick.title = l10n.t('Search Issues');
    pick.placeholder = l10n.t('Search by number, title, label, person, or URL');
    pick.busy = true;
    const request = new DebouncedRequest(this.clock, (isBusy) => {
      pick.busy = isBusy;
    });
    let isClosed = false;
    let shown: readonly Item[] = [];

    const start = (found: readonly TrackedIssue[], heading: string) => {
      const items = found.map((target) => itemOf(target, buttons));
      const isHeaded = heading !== '' && items.length > 0;
      shown = isHeaded ? [{ label: heading, kind: QuickPickItemKind.Separator }, ...items] : items;
      pick.items = shown;
    };
    /** Adds only new rows, and keeps the active row active. */
    const add = (found: readonly TrackedIssue[], origin: string, note = '') => {
      const known = new Set(shown.map(({ target }) => target?.issue.id));
      const more: Item[] = found.filter(({ issue }) => !known.has(issue.id)).map((target) => itemOf(target, buttons));
      if (note !== '') more.push({ label: plainLabel(note), iconPath: new ThemeIcon('warning'), alwaysShow: true });
      if (more.length === 0) return;
      const { activeItems } = pick;
      shown = [...shown, { label: origin, kind: QuickPickItemKind.Separator }, ...more];
      pick.items = shown;
      if (activeItems.length > 0) pick.activeItems = activeItems;
    };
    const fail = ({ message }: GitLabError) => {
      add([], l10n.t('From GitLab'), message);
    };
    const askGitLab = (text: string) => {
      const show = ({ found, note }: FoundOnGitLab) => {
        add(found, l10n.t('From GitLab'), note);
      };
      request.send({ ask: (signal) => this.onGitLab(text, signal), show, fail }, pauseOfTyping - pauseBeforeDisk);
    };
    const readDisk = (text: string) => {
      const show = (found: readonly TrackedIssue[]) => {
        add(found, l10n.t('In descriptions'));
        askGitLab(text);
      };
      request.send({ ask: (signal) => this.inDescriptions(text, signal), show, fail }, pauseBeforeDisk);
    };
    const onTyped = () => {
      if (isClosed) return;
      request.cancel();
      const { found: local, isSimilar } = this.inMirror(pick.value);
      start(local, isSimilar ? l10n.t('Similar titles') : '');
      const text = pick.value.trim();
      const isNamed = numberOf(text) !== undefined;
      const isHeld = isNamed && local.some(({ issue }) => issue.iid === numberOf(text));
      if (!isHeld && (isNamed || text.length >= fewestCharacters)) readDisk(text);
    };

    const chosen = await new Promise<TrackedIssue | undefined>((resolve) => {
      pick.onDidChangeValue(onTyped);
      pick.onDidTriggerItemButton(({ item, button }) => {
        if (!item.target) return;
        if (button === browser) void openInBrowser(item.target.issue.webUrl);
        else void env.clipboard.writeText(item.target.issue.reference);
      });
      pick.onDidAccept(() => {
        const { target } = pick.activeItems[0] ?? {};
        if (!target) return;
        resolve(target);
        pick.hide();
      });
      pick.onDidHide(() => {
        isClosed = true;
        resolve(undefined);
      });
      pick.show();
      void this.synchronizer.synced().then(onTyped);
    });
    request.dispose();
    pick.dispose();
    if (chosen) await this.goTo(chosen);
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

  /** Finds open and closed issues, or the one with a number. @returns a note if a request for a project failed. */
  private async onGitLab(text: string, signal: AbortSignal): Promise<FoundOnGitLab> {
    const { project } = addressOfIssue(text) ?? {};
    if (project !== undefined && !this.synchronizer.findProject(project))
      return {
        found: [],
        note: new GitLabError('invalid', { detail: 'unknownProject', named: project }).message,
      };
    const withAccount = this.searched(text).filter(({ account }) => account);
    const results = await Promise.allSettled(withAccount.map(({ key }) => this.askFor(key, text, signal)));
    const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const failed = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => GitLabError.from(reason))
      // With several projects, most have no issue with that number.
      .find(({ reason }) => reason !== 'notFound' && reason !== 'canceled');
    return { found, note: failed?.message ?? '' };
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
  private searched(text: string) {
    const address = addressOfIssue(text)?.project;
    const { trackers } = this.synchronizer;
    if (address === undefined) return trackers;
    const key = this.synchronizer.findProject(address)?.tracker.key;
    return trackers.filter((tracker) => tracker.key === key);
  }

  /** Reveals the row of an issue. Opens the issue if it has no row. */
  private async goTo({ tracker, issue }: TrackedIssue): Promise<void> {
    const isHeld = issue.state === 'opened' && this.synchronizer.holds(tracker, issue.id);
    if (!isHeld || !(await this.reveal(tracker, issue))) await this.open({ tracker, issue });
  }
}

function itemOf(target: TrackedIssue, buttons: readonly QuickInputButton[]): Item {
  const { issue } = target;
  const state = issue.state === 'closed' ? l10n.t('closed') : '';
  return {
    label: plainLabel(`#${issue.iid} ${plainText(shownTitle(issue.title))}`),
    description: plainLabel([state, projectPathOf(issue)].filter((part) => part !== '').join(' · ')),
    iconPath: new ThemeIcon(issue.state === 'closed' ? 'issue-closed' : issueTypeIcon(issue.type)),
    // Shown even without a match in the label, because the search covers more than the label.
    alwaysShow: true,
    buttons,
    target,
  };
}

/** The number of an issue from a text that is a number or an issue's URL. */
function numberOf(text: string): number | undefined {
  const digits = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  return digits === undefined ? addressOfIssue(text)?.iid : Number(digits);
}
