import { commands as vscodeCommands, env, l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import * as v from 'valibot';
import { openInBrowser } from '../../host/browser.ts';
import { issuePanelType, settings } from '../../manifest.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueAddress } from '../../model/gateway/issueDetailsGateway.ts';
import { addressOfIssue } from '../../model/address/issueLink.ts';
import { type PageIdentity, pageIdentity, type PageKey } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import type { SingleSettings } from '../../model/ports.ts';
import { plainMessage, plainText } from '../../model/text/plainText.ts';
import type { DraftPlace } from '../../sync/page/drafts.ts';
import { type ComposerResult, ComposerDrafts } from '../../sync/page/composerDrafts.ts';
import type { IssueChanges } from '../../sync/store/issueStore.ts';
import { projectOf, type TrackerState } from '../../sync/trackers/trackerState.ts';
import { OpenPage, type OpenPageParts, type PageSubject } from './openPage.ts';
import { OpenPages } from './openPages.ts';
import { missingPageHtml } from './missingPageHtml.ts';
import { pageHtml } from './pageHtml.ts';
import { pageResources } from './pageResources.ts';
import { type PlainReason, plainPageHtml } from './plainPageHtml.ts';
import { PreviewPage } from './previewPage.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

export interface ShownIssue extends TrackedIssue {
  /** A comment on it to reveal. */
  readonly note?: number | undefined;
}

/**
 * How an issue opens. A preview reuses one panel, and other pages stay open. All but `preview` move the focus to the
 * page.
 */
export type Opening = 'preview' | 'focusedPreview' | 'lasting' | 'beside';

export interface IssuePanelsParts extends OpenPageParts {
  readonly ownSettings: Pick<SingleSettings, 'onDidChange'>;
}

/** The pages of issues: one for each, opened, reused, and restored after a reload. */
export class IssuePanels implements Disposable {
  private readonly pages = new OpenPages<OpenPage>();
  private readonly preview = new PreviewPage<OpenPage>();
  /** The texts of the open pages, and of those that were closed during a request. */
  private readonly boxes = new Map<string, ComposerDrafts>();
  private readonly subscriptions: Disposable[];
  private readonly visible = new Emitter<undefined>();

  /** A page was shown or hidden. */
  readonly onDidChangeVisible = this.visible.event;

  constructor(private readonly parts: IssuePanelsParts) {
    const { activity, store, synchronizer } = parts;
    this.subscriptions = [
      window.registerWebviewPanelSerializer(issuePanelType, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => this.restore(panel, state),
      }),
      store.onDidChange((changes) => {
        this.follow(changes);
      }),
      synchronizer.onDidChange(() => {
        this.closeSignedOut();
        for (const page of this.pages.all) page.trackersChanged();
      }),
      activity.onDidChange(() => {
        for (const page of this.pages.all) page.rearranged();
      }),
      parts.ownSettings.onDidChange([settings.foreignAvatars], () => {
        for (const page of this.pages.all) page.avatarsChanged();
      }),
      window.onDidChangeWindowState(() => {
        for (const page of this.pages.all) page.seen();
      }),
    ];
  }

  get isAnyVisible(): boolean {
    return this.pages.all.some(({ panel }) => panel.visible);
  }

  /** The issue of the active panel. Undefined if there is none, or if the issue wasn't loaded. */
  get activeIssue(): TrackedIssue | undefined {
    const { tracker, shown } = this.active ?? {};
    return tracker !== undefined && shown ? { tracker, issue: shown } : undefined;
  }

  /** Shows an issue's page: the open one, or a new one. */
  async show({ tracker, issue, note }: ShownIssue, opening: Opening = 'lasting'): Promise<void> {
    const state = this.parts.synchronizer.tracker(tracker);
    if (!state?.account) return openInBrowser(issue.webUrl);
    const { account } = state;
    const preserveFocus = opening === 'preview';
    const mayBePreview = opening === 'preview' || opening === 'focusedPreview';
    const isPreview = mayBePreview && this.preview.isEnabled;
    const viewColumn = opening === 'beside' ? ViewColumn.Beside : ViewColumn.Active;
    const createPanel = () => {
      const before = isPreview ? this.preview.current?.panel : undefined;
      const panel = this.createPanel(issue, { viewColumn: before?.viewColumn ?? viewColumn, preserveFocus });
      // A panel of its own, because VS Code keeps the state that a page saved when its panel gets other HTML.
      before?.dispose();
      return panel;
    };
    const { page, isNew } = await this.open({ tracker: state, account, issue }, createPanel, undefined, isPreview);
    if (!mayBePreview) this.preview.keep(page);
    if (!isNew) {
      page.noteNew();
      page.panel.reveal(undefined, preserveFocus);
    }
    // Revealed in another column, it would be a preview editor there, and close when VS Code needs the place.
    if (!isNew && opening === 'beside') await vscodeCommands.executeCommand('workbench.action.moveEditorToRightGroup');
    if (!isNew) await page.showFull();
    if (note !== undefined) await page.goTo(note);
  }

  /** Keeps the active page open if it is the preview. */
  keepActive(): void {
    this.preview.keep(this.active);
  }

  /** Runs what the user pressed a key for on the active page. Never rejects. */
  async press(key: PageKey): Promise<void> {
    await this.active?.press(key);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const { panel } of this.pages.all) panel.dispose();
    this.visible.dispose();
  }

  private get active(): OpenPage | undefined {
    return this.pages.all.find(({ panel }) => panel.active);
  }

  /** Reloads what changed in the mirror. */
  private follow({ tracker, added, changed, removed }: IssueChanges): void {
    const pages = this.pages.all.filter((page) => page.tracker === tracker);
    if (pages.length === 0) return;
    const ids = new Set([...added, ...changed, ...removed].map(({ id }) => id));
    for (const page of pages) if (ids.has(page.issueId ?? 0)) page.issueChanged();
  }

  /** Closes the pages of an account after signing out. Unsent text is in the drafts. */
  private closeSignedOut(): void {
    const { synchronizer, avatars } = this.parts;
    avatars.forget((account) => !synchronizer.mayBeSignedIn(account));
    for (const { panel, account } of this.pages.all) {
      if (!synchronizer.mayBeSignedIn(account)) panel.dispose();
    }
  }

  /** Uses only the account, the project, and the number from the saved state. */
  private async restore(panel: WebviewPanel, value: unknown): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.folder] };
    // Everything else in the state is ignored.
    const read = v.safeParse(pageIdentity, value);
    const tracker = read.success ? await this.trackerOf(read.output) : undefined;
    if (!read.success || !tracker?.account) {
      panel.webview.html = missingPageHtml(env.language);
      return;
    }
    const { account } = tracker;
    const { project: projectId, iid } = read.output;
    const held = this.parts.store
      .issues(tracker.key)
      .find((issue) => issue.iid === iid && issue.projectId === projectId);
    const issue = held ?? { projectId, iid };
    const isBlocked = this.parts.unresponsive.isBlocked({ account: account.key, projectId, iid });
    const why = isBlocked.then((blocked) => (blocked ? 'blocked' : undefined));
    // VS Code restores a tab when it is first shown. The user may have opened the issue again before that.
    const { page, isNew } = await this.open({ tracker, account, issue }, () => panel, why);
    if (!isNew) {
      panel.dispose();
      page.panel.reveal();
    }
  }

  private createPanel({ iid }: IssueAddress, place: { viewColumn: ViewColumn; preserveFocus: boolean }): WebviewPanel {
    const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [this.folder] };
    return window.createWebviewPanel(issuePanelType, `#${iid}`, place, options);
  }

  private async trackerOf({ account, project: projectId, iid }: PageIdentity): Promise<TrackerState | undefined> {
    const { synchronizer, store } = this.parts;
    await synchronizer.synced();
    const ofAccount = synchronizer.trackers.filter((state) => state.account?.key === account);
    const isHeld = (issue: Issue) => issue.iid === iid && issue.projectId === projectId;
    return (
      ofAccount.find((state) => projectOf(state, { projectId })) ??
      ofAccount.find(({ key }) => store.issues(key).some(isHeld))
    );
  }

  /**
   * Opens the page of an issue, or returns the open one.
   * @param why the reason if the page must be plain.
   */
  private async open(
    subject: Omit<PageSubject, 'boxes'>,
    createPanel: () => WebviewPanel,
    why?: Promise<PlainReason | undefined>,
    isPreview = false,
  ): Promise<{ readonly page: OpenPage; readonly isNew: boolean }> {
    const id = keyOf(subject.account.key, subject.issue);
    const createPage = () => {
      const page = this.createPage(id, subject, createPanel());
      if (isPreview) this.preview.set(page);
      return page;
    };
    const opened = await this.pages.getOrAdd(id, createPage, why);
    if (opened.isNew) {
      this.visible.fire(undefined);
      await opened.page.begin(await why);
    }
    return opened;
  }

  private createPage(id: string, subject: Omit<PageSubject, 'boxes'>, panel: WebviewPanel): OpenPage {
    const { account, issue } = subject;
    const boxes = this.boxesOf(id, { account: account.key, projectId: issue.projectId, iid: issue.iid });
    const kept = { account: account.key, project: issue.projectId, iid: issue.iid };
    const page = new OpenPage(panel, { ...subject, boxes }, this.parts, {
      follow: (url) => void this.openLink(url),
      typed: () => {
        this.preview.keep(page);
      },
      stoppedResponding: () => void this.replace(page, id, subject),
      html: (state, plain) => this.html(panel, state, kept, plain),
    });
    panel.onDidChangeViewState(() => {
      page.seen();
      this.preview.update();
      this.visible.fire(undefined);
    });
    panel.onDidDispose(() => {
      this.preview.keep(page);
      this.pages.remove(id, page);
      page.dispose();
      this.forgetBoxes(id);
      this.visible.fire(undefined);
    });
    return page;
  }

  /** A page that stopped responding doesn't show new HTML, so a plain page in a new panel replaces it. */
  private async replace(page: OpenPage, id: string, subject: Omit<PageSubject, 'boxes'>): Promise<void> {
    const { viewColumn = ViewColumn.Active, active } = page.panel;
    const issue = page.shown ?? subject.issue;
    const panel = this.createPanel(issue, { viewColumn, preserveFocus: !active });
    this.pages.remove(id, page);
    page.panel.dispose();
    await this.open({ ...subject, issue }, () => panel, Promise.resolve('unresponsive'));
  }

  private boxesOf(id: string, place: DraftPlace): ComposerDrafts {
    const known = this.boxes.get(id);
    if (known) return known;
    const boxes = new ComposerDrafts(place, this.parts.drafts);
    boxes.onDidEnd((result) => {
      // Shown here only if no page is open to show it. A plain page doesn't.
      const sentence = this.pages.get(id)?.isPlain === false ? undefined : sentenceOn(result, place.iid);
      if (sentence !== undefined) void window.showErrorMessage(plainMessage(sentence));
      this.forgetBoxes(id);
    });
    this.boxes.set(id, boxes);
    return boxes;
  }

  private forgetBoxes(id: string): void {
    if (!this.pages.get(id) && this.boxes.get(id)?.isBusy === false) this.boxes.delete(id);
  }

  private html({ webview }: WebviewPanel, state: PageState | undefined, kept: PageIdentity, why?: PlainReason): string {
    const resources = pageResources(webview, this.folder, why === undefined ? 'page.js' : 'plain.js');
    return why === undefined ? pageHtml(resources, state, kept) : plainPageHtml(resources, state, kept, why);
  }

  /** Opens an issue of a tracked project in a page, and anything else in the browser. */
  private async openLink(url: string): Promise<void> {
    const address = addressOfIssue(url);
    const named = address && this.parts.synchronizer.findProject(address.project);
    if (!address || !named?.tracker.account) return openInBrowser(url);
    const { tracker, projectPath } = named;
    const { issues } = this.parts.synchronizer;
    const issue = await issues.findIssue(tracker.key, address.iid, projectPath).catch(() => undefined);
    await (issue ? this.show({ tracker: tracker.key, issue, note: address.note }) : openInBrowser(url));
  }

  private get folder(): Uri {
    return Uri.joinPath(this.parts.extensionUri, 'dist', 'webview');
  }
}

/** Reports a result that arrived after the user closed the page. */
function sentenceOn(result: ComposerResult, iid: number): string | undefined {
  if (result.type === 'uploaded') {
    const { fileName, message } = result;
    const name = plainText(fileName);
    return message === undefined ? undefined : l10n.t("Couldn't upload {0} to #{1}. {2}", name, iid, message);
  }
  const { outcome } = result;
  switch (outcome.how) {
    case 'done':
      return undefined;
    case 'conflict':
      return l10n.t(
        "Couldn't save your edit to #{0}. Someone else changed the same text. Open the issue to compare both versions.",
        iid,
      );
    case 'failed':
      return l10n.t("Couldn't send your comment on #{0}. It's saved as a draft. {1}", iid, outcome.message);
    case 'unknown':
      return l10n.t(
        "Couldn't confirm that your comment on #{0} was sent. It's saved as a draft. {1}",
        iid,
        outcome.message,
      );
  }
}

function keyOf(account: string, { projectId, iid }: IssueAddress): string {
  return `${account}|${projectId}|${iid}`;
}
