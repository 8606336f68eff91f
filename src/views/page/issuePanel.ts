import {
  commands as vscodeCommands,
  env,
  l10n,
  ProgressLocation,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { windowAnswers } from '../../host/windowAnswers.ts';
import { commands, viewId } from '../../manifest.ts';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import {
  type HostMessage,
  type PageAct,
  type PageCommand,
  pageCommands,
  type PageKey,
  type PageMessage,
  readPageMessage,
  type SendOutcome,
} from '../../model/page/pageMessages.ts';
import type { BoxKind } from '../../model/page/boxHeights.ts';
import type { PageActivity } from '../../model/page/pageActivity.ts';
import { type PageFilter, queryOf } from '../../model/page/pageFilter.ts';
import type { PageDraft, PageState } from '../../model/page/pageState.ts';
import { plainExcerpt, plainMessage } from '../../model/text/plainText.ts';
import { safeLink } from '../../model/text/safeLink.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import type { ComposerDrafts } from '../../sync/page/composerDrafts.ts';
import type { FailedParts } from '../../sync/page/failedParts.ts';
import type { IssueFiles } from '../../sync/page/issueFiles.ts';
import type { OpenIssue } from '../../sync/page/openIssue.ts';
import type { PageWatch } from '../../sync/page/pageWatch.ts';
import type { PageIssue } from './pageIssue.ts';
import { unwrittenText } from './unwrittenText.ts';

/** What a panel shows and uses. Messages of the page can't select the issue. */
export interface IssuePanelParts {
  readonly opened: OpenIssue;
  readonly files: IssueFiles;
  /** Loads the avatar of a user on the page as a `data:` URL. Undefined if there is none. */
  readonly avatar: (user: number) => Promise<string | undefined>;
  readonly boxes: ComposerDrafts;
  readonly failed: FailedParts;
  readonly watch: PageWatch;
  /** Keeps the user's arrangement of the activity. */
  readonly arrange: (activity: PageActivity) => void;
  /** Keeps the height that the user gave to a text box. */
  readonly resize: (box: BoxKind, height: number) => void;
  /** Loads the full page instead of the plain one. */
  readonly reload: () => void;
  /** The current state. Undefined before anything is loaded. */
  readonly describe: () => PageState | undefined;
  readonly complete: (sign: string, words: string) => Promise<(HostMessage & { type: 'completions' })['items']>;
  readonly resolve: (references: readonly string[]) => Promise<(HostMessage & { type: 'resolved' })['references']>;
  readonly upload: (fileName: string, bytes: Uint8Array) => Promise<string>;
  /** The arguments for VS Code's commands. Undefined before anything is loaded. */
  readonly target: () => PageIssue | undefined;
  /** Whether the user allows changes here, after a question if necessary. */
  readonly mayWrite: () => Promise<boolean>;
  /** Opens a link: another issue in its own page, and the rest in the browser. */
  readonly follow: (url: string) => void;
  /** The user typed on the page. */
  readonly typed: () => void;
}

/** Commands after which there is nothing to reload. */
const changesNothing: ReadonlySet<PageCommand> = new Set(['openInBrowser', 'copyLink', 'copyReference', 'markUnread']);

/** One issue's page: sends it the state to draw, and handles its messages. */
export class IssuePanel implements Disposable {
  private readonly subscriptions: Disposable[];
  private isReady = false;
  /** The comment to reveal. */
  private wantedNote: number | undefined;
  private isOver = false;

  constructor(
    readonly panel: WebviewPanel,
    private readonly parts: IssuePanelParts,
  ) {
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readPageMessage(value);
        if (!message) return;
        parts.watch.heard(message);
        void this.handleMessage(message);
      }),
      // The page loads again when it is shown, and receives no messages before that.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
      parts.opened.onDidChange(() => {
        this.show();
      }),
      parts.boxes.onDidEnd((result) => {
        this.post(result);
      }),
    ];
  }

  /** Sends the page its current state. */
  show(): void {
    const state = this.parts.describe();
    const { error } = this.parts.opened.state;
    if (state) this.panel.title = pageTitle(state);
    if (!this.isReady) return;
    if (state) this.post({ type: 'show', state });
    else if (error) this.post({ type: 'missing', message: error.message });
    const isWhole = state?.discussions !== undefined || error !== undefined;
    this.parts.watch.draw([state?.description, state?.discussions], isWhole);
  }

  /** Asks the page to respond. Resolves when the window has sent the question. */
  async ask(ticket: number): Promise<void> {
    this.post({ type: 'respond', ticket });
    await windowAnswers();
  }

  /** Reveals a comment, which may have to be loaded first. Never rejects. */
  async goTo(note: number): Promise<void> {
    this.wantedNote = note;
    await this.parts.opened.readTo(note);
    if (this.isReady && this.wantedNote === note) this.showWantedNote();
  }

  /** Runs the action of the key that the user pressed. Never rejects. */
  async press(key: PageKey): Promise<void> {
    if (isCommand(key)) await this.run(key);
    else if (this.isReady) this.post({ type: 'key', key });
  }

  dispose(): void {
    this.isOver = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.parts.opened.dispose();
  }

  private showWantedNote(): void {
    const { wantedNote } = this;
    const { discussions } = this.parts.opened.state.details ?? {};
    if (wantedNote === undefined || !discussions?.some(({ notes }) => notes.some(({ id }) => id === wantedNote)))
      return;
    this.wantedNote = undefined;
    this.post({ type: 'goTo', note: wantedNote });
  }

  private async handleMessage(message: PageMessage): Promise<void> {
    const { opened, files, boxes } = this.parts;
    switch (message.type) {
      case 'ready':
        // Another window may have changed the drafts.
        await boxes.load();
        this.isReady = true;
        // A hidden page receives no messages.
        for (const result of boxes.results) this.post(result);
        this.show();
        this.showWantedNote();
        return;
      case 'refresh':
        return opened.read();
      case 'more':
        return opened.more();
      case 'arrange':
        this.parts.arrange(message.activity);
        return;
      case 'resized':
        this.parts.resize(message.box, message.height);
        return;
      case 'run':
        return this.run(message.command);
      case 'filter':
        return this.filter(message.filter);
      case 'signIn':
        return this.signIn();
      case 'open': {
        const url = safeLink(message.url);
        if (url !== undefined) this.parts.follow(url);
        return;
      }
      case 'draft':
        if (message.draft?.text) this.parts.typed();
        boxes.keep(message.box, draftOf(message.draft));
        return;
      case 'send':
        return this.sendFrom(message);
      case 'complete': {
        const items = await this.parts.complete(message.sign, message.words).catch(() => []);
        this.post({ type: 'completions', ticket: message.ticket, items });
        return;
      }
      case 'resolve': {
        const references = await this.parts.resolve(message.references).catch(() => ({}));
        this.post({ type: 'resolved', ticket: message.ticket, references });
        return;
      }
      case 'picture': {
        const answer = await files.picture(message.source, message.isWanted);
        this.post({ type: 'picture', ticket: message.ticket, ...answer });
        return;
      }
      case 'avatar': {
        const data = await this.parts.avatar(message.user);
        const answer = data === undefined ? { problem: 'notFound' as const } : { data };
        this.post({ type: 'picture', ticket: message.ticket, ...answer });
        return;
      }
      case 'saveFile':
        return this.save(message.source);
      case 'upload':
        return boxes.upload(message, this.upload(message.fileName, message.bytes));
      case 'responding':
      case 'drawn':
        return;
      case 'reload':
        this.parts.reload();
        return;
      case 'partFailed':
        this.parts.failed.add(message.part, message.error);
        return;
    }
  }

  /** Runs one of VS Code's commands on this issue, with its pickers. The page redraws after the change. */
  private async run(command: PageCommand): Promise<void> {
    const target = this.parts.target();
    if (!target) return;
    try {
      await vscodeCommands.executeCommand(`gitlabIssues.issue.${command}`, target);
    } catch (error) {
      this.sayFailed(error);
    }
    if (!changesNothing.has(command)) await this.parts.opened.read();
  }

  /** Shows the Issues view with the issues that have the same label, milestone, or person. */
  private async filter(filter: PageFilter): Promise<void> {
    try {
      await vscodeCommands.executeCommand(commands.filter, { query: queryOf(filter) });
      await vscodeCommands.executeCommand(`${viewId}.focus`);
    } catch (error) {
      this.sayFailed(error);
    }
  }

  /** Replaces an invalid token, or one with read-only access. */
  private async signIn(): Promise<void> {
    const { project, signInAgain } = this.parts.describe() ?? {};
    try {
      await vscodeCommands.executeCommand(signInAgain ? commands.signIn : commands.useWritingToken, {
        url: project?.instance,
      });
    } catch (error) {
      this.sayFailed(error);
    }
  }

  private async sendFrom({ act, box, ticket }: PageMessage & { type: 'send' }): Promise<void> {
    const { boxes } = this.parts;
    if (box !== undefined && boxes.sending[box]) {
      const outcome = { how: 'failed', message: l10n.t('This is already being sent.') } as const;
      this.post({ type: 'sent', ticket, outcome });
      return;
    }
    const sendAct = () => this.send(act);
    const outcome = await (box === undefined ? sendAct() : boxes.sendDraft(box, { ticket, act }, sendAct));
    if (box === undefined) {
      const isReceived = this.deliver({ type: 'sent', ticket, outcome });
      if ('message' in outcome) void this.showUnlessReceived(outcome.message, isReceived);
    }
    if (outcome.how === 'done' && act.kind === 'comment' && act.then) await this.run(act.then);
  }

  private async send(act: PageAct): Promise<SendOutcome> {
    try {
      return (await this.parts.mayWrite())
        ? await this.parts.opened.sendAct(act)
        : { how: 'failed', message: notAgreed() };
    } catch (error) {
      return { how: 'failed', message: GitLabError.from(error).message };
    }
  }

  private async upload(fileName: string, bytes: Uint8Array): Promise<{ markdown: string } | { message: string }> {
    try {
      if (!(await this.parts.mayWrite())) return { message: notAgreed() };
      return { markdown: await this.parts.upload(fileName, bytes) };
    } catch (error) {
      return { message: GitLabError.from(error).message };
    }
  }

  /** Shows a failure on the page or, if the page is no longer visible, in VS Code. */
  private sayFailed(thrown: unknown): void {
    if (GitLabError.is(thrown, 'canceled')) return;
    const { message } = GitLabError.from(thrown);
    const isShown = !this.isOver && this.panel.visible;
    void this.showUnlessReceived(message, isShown ? this.deliver({ type: 'failed', message }) : Promise.resolve(false));
  }

  private async showUnlessReceived(message: string, isReceived: Promise<boolean>): Promise<void> {
    if (!(await isReceived)) void window.showErrorMessage(plainMessage(message));
  }

  private async save(source: string): Promise<void> {
    try {
      const { files } = this.parts;
      const name = await files.nameOf(source);
      const [folder] = workspace.workspaceFolders ?? [];
      const target = await window.showSaveDialog({
        defaultUri: folder ? Uri.joinPath(folder.uri, name) : Uri.file(name),
        title: l10n.t('Save Attachment'),
      });
      if (!target) return;
      const title = l10n.t('Downloading {0}…', plainMessage(name));
      const bytes = await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (_, cancellation) => {
          const abort = new AbortController();
          cancellation.onCancellationRequested(() => {
            abort.abort();
          });
          return files.file(source, abort.signal);
        },
      );
      try {
        await workspace.fs.writeFile(target, bytes);
      } catch (error) {
        void window.showErrorMessage(plainMessage(unwrittenText(name, error)));
        return;
      }
      // Executable files are never one click away.
      const buttons = isDocument(name) ? [l10n.t('Open')] : [];
      const clicked = await window.showInformationMessage(l10n.t('Saved {0}.', plainMessage(name)), ...buttons);
      if (clicked !== undefined) await env.openExternal(target);
    } catch (error) {
      if (GitLabError.is(error, 'notFound')) await this.offerInBrowser(source, error.message);
      else this.sayFailed(error);
    }
  }

  /** A browser may load what a token can't, because the user is signed in there. */
  private async offerInBrowser(source: string, message: string): Promise<void> {
    const url = safeLink(source);
    const buttons = url === undefined ? [] : [l10n.t('Open in Browser')];
    const clicked = await window.showErrorMessage(plainMessage(message), ...buttons);
    if (clicked !== undefined && url !== undefined) this.parts.follow(url);
  }

  private post(message: HostMessage): void {
    void this.deliver(message);
  }

  /**
   * Resolves to whether the page receives the message. VS Code closes a page a moment before it reports that to the
   * extension. Never rejects.
   */
  private async deliver(message: HostMessage): Promise<boolean> {
    if (this.isOver) return false;
    try {
      return await this.panel.webview.postMessage(message);
    } catch {
      // The panel was closed.
      return false;
    }
  }
}

function isCommand(key: PageKey): key is PageCommand {
  return (pageCommands as readonly string[]).includes(key);
}

/** A tab is narrow. */
const longestTitle = 36;

/** The title of a page's tab. */
export function pageTitle({ issue }: PageState): string {
  const { iid, title } = issue;
  return `#${iid} ${plainExcerpt(shownTitle(title), longestTitle)}`;
}

function notAgreed(): string {
  return l10n.t(
    "Nothing was sent. This workspace is configured to use issues from this project, and you didn't allow changes to them.",
  );
}

function isDocument(name: string): boolean {
  return /\.(?:pdf|txt|log|csv|json|md|png|jpe?g|gif|webp|mp4|m4v|mov|webm|ogv|mp3|oga|ogg|wav)$/i.test(name);
}

function draftOf(draft: (PageMessage & { type: 'draft' })['draft']): PageDraft | undefined {
  if (!draft) return undefined;
  const { text, base, internal, typedAt } = draft;
  return {
    text,
    ...(base === undefined ? {} : { base }),
    ...(internal === undefined ? {} : { internal }),
    ...(typedAt === undefined ? {} : { typedAt }),
  };
}
