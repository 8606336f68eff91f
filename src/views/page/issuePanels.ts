import { env, type ExtensionContext, l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import * as v from 'valibot';
import { openInBrowser } from '../../host/browser.ts';
import { fetchForeignPicture } from '../../host/foreignPictures.ts';
import { issuePanelType } from '../../manifest.ts';
import type { Clock } from '../../model/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { projectNameOf } from '../../model/issueHome.ts';
import { addressOfIssue } from '../../model/issueLink.ts';
import type { PageDraft, PageState } from '../../model/page/pageState.ts';
import type { Identity, Log } from '../../model/ports.ts';
import type { Project } from '../../model/project.ts';
import { isAtLeast } from '../../model/serverVersion.ts';
import type { DraftPlace, Drafts, DraftsOfIssue } from '../../sync/drafts.ts';
import { IssueFiles } from '../../sync/issueFiles.ts';
import type { IssueChanges, IssueStore } from '../../sync/issueStore.ts';
import { OpenIssue } from '../../sync/openIssue.ts';
import type { Synchroniser } from '../../sync/synchroniser.ts';
import { projectOf, type TrackerState } from '../../sync/trackerState.ts';
import type { UnreadIssues } from '../../sync/unreadIssues.ts';
import type { WriteConsent } from '../writeConsent.ts';
import { describePage } from './describePage.ts';
import { IssuePanel, pageTitle } from './issuePanel.ts';
import { OpenPage } from './openPage.ts';
import { PageIssue } from './pageIssue.ts';
import { newNonce, pageHtml } from './pageHtml.ts';
import { PageWords } from './pageWords.ts';

export interface IssuePanelsParts {
  readonly synchroniser: Synchroniser;
  readonly store: IssueStore;
  readonly unread: UnreadIssues;
  readonly identity: Identity;
  readonly drafts: Drafts;
  readonly consent: Pick<WriteConsent, 'ask'>;
  /** Where the page's script and style are. */
  readonly extensionUri: ExtensionContext['extensionUri'];
  readonly clock: Clock;
  readonly log: Log;
}

/** An issue to show, and the tracker that it was found in. */
export interface ShownIssue {
  readonly tracker: string;
  readonly issue: Issue;
  /** A comment on it that is to be seen. */
  readonly note?: number | undefined;
}

/** What VS Code keeps of a page over a reload: whatever else is in it does not count. */
const keptState = v.object({ account: v.string(), project: v.number(), iid: v.number() });

/** The pages of issues: one for each, opened, found again and restored after a reload. */
export class IssuePanels implements Disposable {
  private readonly open = new Map<string, OpenPage>();
  private readonly subscriptions: Disposable[];
  private readonly visible = new Emitter<undefined>();

  /** A page was shown or hidden. */
  readonly onDidChangeVisible = this.visible.event;

  constructor(private readonly parts: IssuePanelsParts) {
    const { store, synchroniser } = parts;
    this.subscriptions = [
      window.registerWebviewPanelSerializer(issuePanelType, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => this.restore(panel, state),
      }),
      store.onDidChange((changes) => {
        this.follow(changes);
      }),
      synchroniser.onDidChange(() => {
        this.closeSignedOut();
        for (const page of this.open.values()) page.trackersChanged();
      }),
      window.onDidChangeWindowState(() => {
        for (const page of this.open.values()) page.seen();
      }),
    ];
  }

  get isAnyVisible(): boolean {
    return [...this.open.values()].some(({ panel }) => panel.panel.visible);
  }

  /** Shows an issue's page: the one that is open, or a new one. */
  async show({ tracker, issue, note }: ShownIssue): Promise<void> {
    const state = this.parts.synchroniser.trackers.find(({ key }) => key === tracker);
    if (!state?.account) return openInBrowser(issue.webUrl);
    const id = keyOf(state.account.key, issue);
    const known = this.open.get(id);
    if (known) {
      known.panel.panel.reveal();
      if (note !== undefined) await known.panel.goTo(note);
      return;
    }
    const panel = window.createWebviewPanel(
      issuePanelType,
      `#${issue.iid}`,
      { viewColumn: ViewColumn.Active, preserveFocus: false },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [this.folder] },
    );
    await this.fill(panel, state, issue);
    if (note !== undefined) await this.open.get(id)?.panel.goTo(note);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const { panel } of this.open.values()) panel.dispose();
    this.open.clear();
    this.visible.dispose();
  }

  /** Reads again what the mirror heard of. */
  private follow({ tracker, added, changed, removed }: IssueChanges): void {
    const pages = [...this.open.values()].filter((page) => page.tracker === tracker);
    if (pages.length === 0) return;
    const ids = new Set([...added, ...changed, ...removed].map(({ id }) => id));
    for (const page of pages) if (ids.has(page.issueId() ?? 0)) page.heard();
  }

  /** Who signed out leaves no issue on the screen; what was typed there is in the drafts. */
  private closeSignedOut(): void {
    const { situation, trackers } = this.parts.synchroniser;
    if (situation === 'starting') return;
    const accounts = new Set(trackers.map(({ account }) => account?.key));
    for (const { panel, account } of [...this.open.values()]) if (!accounts.has(account)) panel.panel.dispose();
  }

  /** Only the account, the project and the number count, whatever the state says besides. */
  private async restore(panel: WebviewPanel, value: unknown): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.folder] };
    const read = v.safeParse(keptState, value);
    const tracker = read.success ? await this.trackerOf(read.output) : undefined;
    if (!read.success || !tracker) {
      panel.webview.html = goneHtml();
      return;
    }
    const { account, project: projectId, iid } = read.output;
    // VS Code restores a tab when it is first seen: meanwhile somebody may have opened the issue anew.
    const known = this.open.get(keyOf(account, { projectId, iid }));
    if (known) {
      panel.dispose();
      known.panel.panel.reveal();
      return;
    }
    const held = this.parts.store
      .issues(tracker.key)
      .find((issue) => issue.iid === iid && issue.projectId === projectId);
    await this.fill(panel, tracker, held ?? { projectId, iid });
  }

  private async trackerOf({
    account,
    project: projectId,
    iid,
  }: v.InferOutput<typeof keptState>): Promise<TrackerState | undefined> {
    const { synchroniser, store } = this.parts;
    await synchroniser.filled();
    const ofAccount = synchroniser.trackers.filter((state) => state.account?.key === account);
    const isHeld = (issue: Issue) => issue.iid === iid && issue.projectId === projectId;
    return (
      ofAccount.find((state) => projectOf(state, { projectId })) ??
      ofAccount.find(({ key }) => store.issues(key).some(isHeld))
    );
  }

  private async fill(
    panel: WebviewPanel,
    tracker: TrackerState,
    issue: Issue | Pick<Issue, 'projectId' | 'iid'>,
  ): Promise<void> {
    const { synchroniser, store, unread, identity, drafts, clock, log } = this.parts;
    const { account, key } = tracker;
    if (!account) return;
    const { projectId, iid } = issue;
    const place: DraftPlace = { account: account.key, projectId, iid };
    const source = () => synchroniser.issues.gatewayOf(key, issue);
    const known = 'id' in issue ? issue : undefined;
    const issueId = () => opened.state.details?.issue.id ?? known?.id;
    const held = () => {
      const id = issueId();
      return id === undefined ? undefined : store.get(key, id);
    };
    const words = new PageWords(source, () => store.issues(key));
    let project: Project | undefined = projectOf(tracker, issue);
    let onDisk: { readonly description?: string | undefined; readonly drafts: DraftsOfIssue } = { drafts: {} };

    const opened: OpenIssue = new OpenIssue(issue, {
      source,
      held,
      send: (act) => synchroniser.issues.send(key, issue, act),
      took: (read, { description, isOwn }) => {
        void synchroniser.issues.take(key, read, description);
        if (isOwn || shown.isSeen) void unread.markRead([read]);
      },
      userId: () => account.user.id,
      clock,
      log,
    });
    const describe = (): PageState | undefined => {
      const state = synchroniser.trackers.find((other) => other.key === key);
      project = (state && projectOf(state, issue)) ?? project;
      const shown = opened.state.details?.issue ?? held() ?? known;
      if (!shown) return undefined;
      return describePage({
        account: state?.account ?? account,
        project: project ?? projectAsNamed(shown),
        me: identity.me(account),
        issue: shown,
        description: onDisk.description,
        opened: opened.state,
        labelColors: words.labelColors,
        drafts: onDisk.drafts,
        now: clock.now(),
      });
    };
    const keep = (box: string, draft: PageDraft | undefined) => {
      const others = Object.entries(onDisk.drafts).filter(([name]) => name !== box);
      onDisk = { ...onDisk, drafts: Object.fromEntries(draft ? [...others, [box, draft]] : others) };
      drafts.put(place, box, draft);
    };
    const page = new IssuePanel(panel, {
      opened,
      files: new IssueFiles({
        source,
        foreign: fetchForeignPicture,
        givesUploads: () => {
          const state = synchroniser.trackers.find((other) => other.key === key);
          return isAtLeast((state?.account ?? account).serverVersion, 17, 4);
        },
      }),
      describe,
      keep,
      complete: (sign, text) => words.complete(sign, text),
      resolve: (references) => words.resolve(references),
      upload: async (fileName, bytes) => {
        const { gateway, project: home } = await source();
        return gateway.details.upload(home, fileName, bytes);
      },
      target: () => {
        const now = opened.state.details?.issue ?? held() ?? known;
        return now && new PageIssue(key, now);
      },
      mayWrite: () => this.parts.consent.ask([key]),
      follow: (url) => void this.openLink(url),
    });
    const id = keyOf(account.key, issue);
    // A look that brought nothing about the project or the account is no reason to draw a long thread anew.
    const basis = () => {
      const state = synchroniser.trackers.find((other) => other.key === key);
      return JSON.stringify([state?.account, state && projectOf(state, issue), identity.me(account)]);
    };
    let shownWith = basis();
    const shown: OpenPage = new OpenPage({
      panel: page,
      opened,
      account: account.key,
      tracker: key,
      issueId,
      look: () => synchroniser.trackers.find((other) => other.key === key),
      markRead: () => {
        const now = held();
        if (now && unread.isUnread(key, now.id)) void unread.markRead([now]);
      },
      redraw: () => {
        const now = basis();
        if (now === shownWith) return;
        shownWith = now;
        page.show();
      },
    });
    this.open.set(id, shown);
    this.visible.fire(undefined);
    panel.onDidChangeViewState(() => {
      shown.seen();
      this.visible.fire(undefined);
    });
    panel.onDidDispose(() => {
      if (this.open.get(id) === shown) this.open.delete(id);
      page.dispose();
      this.visible.fire(undefined);
    });

    // From here on the page is found by whoever opens the issue again, however soon.
    const [description, kept] = await Promise.all([
      known && synchroniser.issues.description(key, known.id),
      drafts.read(place),
    ]);
    if (this.open.get(id)?.panel !== page) return;
    onDisk = { description, drafts: kept };
    const state = describe();
    panel.title = state ? pageTitle(state) : `#${iid}`;
    panel.iconPath = Uri.joinPath(this.parts.extensionUri, 'media', 'icon.png');
    panel.webview.html = this.html(panel, state, { account: account.key, project: projectId, iid });
    void words.load().then(() => {
      page.show();
    });
    await opened.read();
  }

  private html(panel: WebviewPanel, state: PageState | undefined, kept: object): string {
    const { webview } = panel;
    const at = (name: string) => webview.asWebviewUri(Uri.joinPath(this.folder, name)).toString();
    return pageHtml(
      {
        cspSource: webview.cspSource,
        script: at('page.js'),
        style: at('page.css'),
        icons: at('codicon.css'),
        nonce: newNonce(),
        language: env.language,
        // The page's words are in the bundle with all others, by their English.
        texts: l10n.bundle ?? {},
      },
      state,
      kept,
    );
  }

  /** An issue of a project that is here opens in a page; anything else in the browser. */
  private async openLink(url: string): Promise<void> {
    const address = addressOfIssue(url);
    const named = address && this.parts.synchroniser.findNamed(address.project);
    if (!address || !named?.tracker.account) return openInBrowser(url);
    const { tracker, projectPath } = named;
    const { issues } = this.parts.synchroniser;
    const issue = await issues.findIssue(tracker.key, address.iid, projectPath).catch(() => undefined);
    await (issue ? this.show({ tracker: tracker.key, issue, note: address.note }) : openInBrowser(url));
  }

  private get folder(): Uri {
    return Uri.joinPath(this.parts.extensionUri, 'dist', 'webview');
  }
}

/** In a group or among what is assigned the project is looked up later: until then its issue tells where it is. */
function projectAsNamed(issue: Issue): Project {
  const named = projectNameOf(issue);
  return { ...named, name: named.path, issuesEnabled: true, archived: false };
}

function keyOf(account: string, { projectId, iid }: Pick<Issue, 'projectId' | 'iid'>): string {
  return `${account}|${projectId}|${iid}`;
}

/** Where nobody is signed in for it any more, or the project is not in this workspace. */
function goneHtml(): string {
  const text = l10n.t('This issue cannot be shown here any more. Open it again from the Issues view.');
  return `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body><p>${text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')}</p></body></html>`;
}
