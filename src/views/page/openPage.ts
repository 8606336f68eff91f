import { env, Uri, type WebviewPanel, window } from 'vscode';
import { fetchForeignPicture } from '../../host/foreignPictures.ts';
import { type Account, eventKindsOf } from '../../model/account.ts';
import { localDay } from '../../model/time/calendarDay.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { basesOf } from '../../model/address/instanceBases.ts';
import type { Issue } from '../../model/issue.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueAddress } from '../../model/gateway/issueDetailsGateway.ts';
import { projectNameOf } from '../../model/issueScope.ts';
import type { PageAct, PageKey } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import type { Identity, Log } from '../../model/ports.ts';
import type { Project } from '../../model/project.ts';
import { can } from '../../model/capabilities.ts';
import type { ActivityChoice } from '../../sync/page/activityChoice.ts';
import type { Drafts } from '../../sync/page/drafts.ts';
import type { KeptBoxHeights } from '../../sync/page/keptBoxHeights.ts';
import type { ComposerDrafts } from '../../sync/page/composerDrafts.ts';
import type { Avatars, AvatarPlace } from '../../sync/page/avatars.ts';
import { FailedParts } from '../../sync/page/failedParts.ts';
import { PageWatch } from '../../sync/page/pageWatch.ts';
import type { UnresponsivePages } from '../../sync/page/unresponsivePages.ts';
import { IssueFiles } from '../../sync/page/issueFiles.ts';
import type { IssueStore } from '../../sync/store/issueStore.ts';
import { OpenIssue } from '../../sync/page/openIssue.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { SendOutcome } from '../../sync/writes/commandSender.ts';
import type { UndoHistory } from '../../sync/writes/undoHistory.ts';
import { projectOf, type TrackerState } from '../../sync/trackers/trackerState.ts';
import type { UnreadIssues } from '../../sync/unread/unreadIssues.ts';
import type { WriteConsent } from '../writeConsent.ts';
import { describePage } from '../../sync/page/describePage.ts';
import { IssuePanel, pageTitle } from './issuePanel.ts';
import { PageIssue } from './pageIssue.ts';
import { PageUndo } from './pageUndo.ts';
import type { PlainReason } from './plainPageHtml.ts';
import { PageCompletions } from '../../sync/page/pageCompletions.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

/** The dependencies of every page. */
export interface OpenPageParts {
  readonly synchronizer: Synchronizer;
  readonly store: IssueStore;
  readonly unread: UnreadIssues;
  readonly identity: Identity;
  readonly drafts: Drafts;
  readonly history: UndoHistory;
  readonly unresponsive: UnresponsivePages;
  readonly activity: ActivityChoice;
  readonly boxHeights: KeptBoxHeights;
  readonly avatars: Avatars;
  readonly consent: Pick<WriteConsent, 'ask'>;
  /** The folder of the extension. */
  readonly extensionUri: Uri;
  readonly clock: Clock;
  readonly log: Log;
}

/** The issue of a page, with its tracker and account. */
export interface PageSubject {
  readonly tracker: TrackerState;
  readonly account: Account;
  /** The issue in the mirror, or its address. */
  readonly issue: Issue | IssueAddress;
  readonly boxes: ComposerDrafts;
}

/** The actions that a page requests from its owner. */
export interface OpenPageOwner {
  /** Opens a link. */
  readonly follow: (url: string) => void;
  /** The user typed on the page. */
  readonly typed: () => void;
  readonly stoppedResponding: () => void;
  /**
   * Creates the HTML of a state, or of no state if nothing is known yet.
   * @param why the reason if the page must be plain.
   */
  readonly html: (state: PageState | undefined, why: PlainReason | undefined) => string;
}

/** One issue's page, starting with its first HTML. Changes while it is hidden wait until it is shown. */
export class OpenPage implements Disposable {
  readonly account: string;
  readonly tracker: string;
  private readonly known: Issue | undefined;
  private readonly opened: OpenIssue;
  private readonly words: PageCompletions;
  private readonly page: IssuePanel;
  private project: Project | undefined;
  /** The description in the cache. */
  private description: string | undefined;
  private shownWith: string;
  private wasLoading = false;
  private missed: 'news' | 'look' | undefined;
  private readonly watch: PageWatch;
  private plainReason: PlainReason | undefined;
  /** See `PageState.newSince`. */
  private newSince: number | undefined;
  /** Aborted when the page is closed. */
  private readonly closed = new AbortController();

  constructor(
    readonly panel: WebviewPanel,
    private readonly subject: PageSubject,
    private readonly parts: OpenPageParts,
    private readonly owner: OpenPageOwner,
  ) {
    const { tracker, account, issue, boxes } = subject;
    const { synchronizer, store, unread, consent, unresponsive, activity, clock, log } = parts;
    this.account = account.key;
    this.tracker = tracker.key;
    this.known = 'id' in issue ? issue : undefined;
    this.project = projectOf(tracker, issue);
    this.newSince = this.known && unread.readUpTo(this.tracker, this.known.id);
    this.shownWith = this.basis;
    const source = () => this.source();
    this.words = new PageCompletions(
      () => this.source(this.closed.signal),
      () => store.issues(this.tracker),
      env.language,
      clock,
    );
    this.opened = new OpenIssue(issue, {
      source,
      held: () => this.held,
      send: (act) => this.send(act),
      onDidRead: (read, { description, isOwn }) => {
        void synchronizer.issues.absorb(this.tracker, read, description);
        if (isOwn || this.isSeen) void unread.markRead([read]);
      },
      loadLabels: () => this.words.load(),
      activity: () => activity.current,
      eventKinds: () => eventKindsOf(this.state?.account ?? account),
      clock,
      log,
    });
    this.watch = new PageWatch({
      place: { account: account.key, projectId: issue.projectId, iid: issue.iid },
      marks: unresponsive,
      clock,
      ask: (ticket) => this.page.ask(ticket),
      onDidStopResponding: () => {
        log.warn('An issue page stopped responding.');
        owner.stoppedResponding();
      },
    });
    this.page = new IssuePanel(panel, {
      opened: this.opened,
      files: new IssueFiles({
        instance: account.instance,
        source,
        closed: this.closed.signal,
        foreign: fetchForeignPicture,
        givesUploads: () => can(this.state?.account ?? account, 'uploadDownloads'),
      }),
      avatar: async (user) => {
        const url = this.describe()?.avatars?.[user];
        return url === undefined ? undefined : parts.avatars.load(url, this.avatarPlace);
      },
      boxes,
      failed: new FailedParts(log),
      watch: this.watch,
      arrange: (chosen) => {
        activity.choose(chosen);
      },
      resize: (box, height) => {
        parts.boxHeights.keep(box, height);
      },
      reload: () => void this.showFull(),
      describe: () => this.describe(),
      complete: (sign, text) => this.words.complete(sign, text),
      resolve: (references) => this.words.resolve(references),
      upload: async (fileName, bytes) => {
        const { gateway, project } = await this.access();
        return gateway.details.upload(project, fileName, bytes);
      },
      target: () => {
        const { shown } = this;
        return shown && new PageIssue(this.tracker, shown);
      },
      mayWrite: () => consent.ask([this.tracker]),
      follow: owner.follow,
      typed: owner.typed,
    });
  }

  /** The issue's id. Undefined before it was loaded. */
  get issueId(): number | undefined {
    return this.opened.state.details?.issue.id ?? this.known?.id;
  }

  /** Whether it is shown as plain text, without results of what it sends. */
  get isPlain(): boolean {
    return this.plainReason !== undefined;
  }

  /** Shows the full page if it is plain. */
  async showFull(): Promise<void> {
    if (this.isPlain) await this.begin();
  }

  /**
   * Sets the panel's HTML, without a request, and starts loading the rest. A plain page loads nothing.
   * @param why the reason if the page must be plain.
   */
  async begin(why?: PlainReason): Promise<void> {
    const { synchronizer, extensionUri } = this.parts;
    this.plainReason = why;
    const [description] = await Promise.all([
      this.known && synchronizer.issues.description(this.tracker, this.known.id),
      this.subject.boxes.load(),
      loadEmoji(),
    ]);
    if (this.closed.signal.aborted) return;
    this.description = description;
    const state = this.describe();
    this.panel.title = state ? pageTitle(state) : `#${this.subject.issue.iid}`;
    this.panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.png');
    this.panel.webview.html = this.owner.html(state, why);
    if (this.isPlain) return;
    this.look();
    void this.opened.read();
  }

  /** Reveals a comment, which may have to be loaded first. Never rejects. */
  goTo(note: number): Promise<void> {
    const { activity } = this.parts;
    if (activity.current.show === 'history') activity.choose({ ...activity.current, show: 'all' });
    return this.page.goTo(note);
  }

  /** Runs the action of the key that the user pressed. Never rejects. */
  press(key: PageKey): Promise<void> {
    return this.page.press(key);
  }

  /** The issue has changed in the mirror. */
  issueChanged(): void {
    if (this.isPlain) return;
    if (this.isSeen) void this.opened.follow();
    else this.missed = 'news';
  }

  /** The user arranged the activity, on this page or another one. */
  rearranged(): void {
    if (this.isPlain) return;
    this.page.show();
    if (this.isSeen) void this.opened.rearrange();
  }

  /** The trackers have changed, for example because a poll has ended. */
  trackersChanged(): void {
    if (this.isPlain) return;
    this.redraw();
    const { state } = this;
    const hasEnded = this.wasLoading && state?.loading === false && !state.error;
    this.wasLoading = state?.loading ?? false;
    if (!hasEnded) return;
    if (this.isSeen) void this.opened.catchUp();
    else this.missed ??= 'look';
  }

  /** The user has changed which avatars the page may load. */
  avatarsChanged(): void {
    if (!this.isPlain) this.page.show();
  }

  /** Notes what is new to the user. Call this before the issue is marked as read. */
  noteNew(): void {
    this.newSince = this.parts.unread.readUpTo(this.tracker, this.issueId ?? 0) ?? this.newSince;
  }

  /** The user may see it now, or no longer. */
  seen(): void {
    if (this.isPlain) return;
    this.look();
    if (!this.panel.visible) this.newSince = undefined;
    if (!this.isSeen) return;
    this.noteNew();
    this.redraw();
    void this.opened.rearrange();
    // It first loads what it missed.
    if (this.missed === undefined) {
      this.markRead();
      return;
    }
    void (this.missed === 'news' ? this.opened.follow() : this.opened.catchUp());
    this.missed = undefined;
  }

  dispose(): void {
    this.closed.abort();
    this.watch.dispose();
    this.page.dispose();
  }

  private look(): void {
    this.watch.see(this.panel.visible, window.state.focused);
  }

  private get isSeen(): boolean {
    return this.panel.visible && window.state.focused;
  }

  private get state(): TrackerState | undefined {
    return this.parts.synchronizer.tracker(this.tracker);
  }

  private get held(): Issue | undefined {
    const id = this.issueId;
    return id === undefined ? undefined : this.parts.store.get(this.tracker, id);
  }

  /** The issue as last read. */
  get shown(): Issue | undefined {
    return this.opened.state.details?.issue ?? this.held ?? this.known;
  }

  /**
   * The parts of the project and the account that it shows, what is new, and the day. An issue becomes overdue at
   * midnight.
   */
  private get basis(): string {
    const { account, issue } = this.subject;
    const { state } = this;
    const { identity, clock } = this.parts;
    const project = state && projectOf(state, issue);
    return JSON.stringify([state?.account, project, identity.me(account), localDay(clock.now()), this.newSince]);
  }

  private get avatarPlace(): AvatarPlace {
    const { account } = this.subject;
    return { account: account.key, bases: basesOf(account.instance, this.project) };
  }

  private access(): Promise<ProjectAccess> {
    return this.parts.synchronizer.issues.projectAccess(this.tracker, this.subject.issue);
  }

  /** For the requests of this page. @param lifetime see `IssueGateway.at`. */
  private async source(lifetime?: AbortSignal): Promise<ProjectAccess> {
    const { gateway, project } = await this.access();
    // A closed panel throws if it's asked whether it is visible.
    const priority = () => (!this.closed.signal.aborted && this.panel.visible ? 'visible' : 'hidden');
    return { gateway: gateway.at(priority, lifetime), project };
  }

  /** Sends a change of the page, which then loads the issue. */
  private async send(act: PageAct): Promise<SendOutcome> {
    const { issues, sender } = this.parts.synchronizer;
    const { shown } = this;
    if (!shown) throw new GitLabError('notFound', { detail: 'issue' });
    const command = issues.command(this.tracker, shown, act);
    const outcome = await sender.send(command, { issue: shown, isReadAfter: true });
    if (outcome.how === 'done')
      new PageUndo(this.parts.history, sender).add(command, act, shown, () => void this.opened.read());
    return outcome;
  }

  private describe(): PageState | undefined {
    const { state, shown } = this;
    const { account, issue, boxes } = this.subject;
    this.project = (state && projectOf(state, issue)) ?? this.project;
    if (!shown) return undefined;
    return describePage({
      account: state?.account ?? account,
      project: this.project ?? projectAsNamed(shown),
      me: this.parts.identity.me(account),
      issue: shown,
      description: this.description,
      opened: this.opened.state,
      activity: this.parts.activity.current,
      boxHeights: this.parts.boxHeights.current,
      newSince: this.newSince,
      labelColors: this.words.labelColors,
      mayShowAvatar: (url) => this.parts.avatars.isAllowed(url, this.avatarPlace),
      boxes,
      now: this.parts.clock.now(),
      language: env.language,
    });
  }

  /** A poll without changes of the project, the account, or the day must not redraw a long thread. */
  private redraw(): void {
    const { basis } = this;
    if (basis === this.shownWith) return;
    this.shownWith = basis;
    this.page.show();
  }

  private markRead(): void {
    const { held } = this;
    const { unread } = this.parts;
    if (held && unread.isUnread(this.tracker, held.id)) void unread.markRead([held]);
  }
}

/** In a group or for assigned issues, the project is loaded later. Until then, the issue's address identifies it. */
function projectAsNamed(issue: Issue): Project {
  const named = projectNameOf(issue);
  return { ...named, name: named.path, issuesEnabled: true, archived: false };
}
