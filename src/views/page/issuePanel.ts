import { commands, env, l10n, Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/gitLabError.ts';
import type { HostMessage, PageMessage } from '../../model/page/pageMessages.ts';
import { readPageMessage } from '../../model/page/pageMessages.ts';
import { plainMessage } from '../../model/plainText.ts';
import { safeLink } from '../../model/safeLink.ts';
import type { IssueFiles } from '../../sync/issueFiles.ts';
import type { OpenIssue } from '../../sync/openIssue.ts';
import type { PageState } from '../../model/page/pageState.ts';
import type { PageDraft } from '../../model/page/pageState.ts';

/** What a panel shows and reaches; which issue that is, no message of the page says. */
export interface IssuePanelParts {
  readonly opened: OpenIssue;
  readonly files: IssueFiles;
  /** The state as it is now; undefined before anything is known. */
  readonly describe: () => PageState | undefined;
  readonly keep: (box: string, draft: PageDraft | undefined) => void;
  readonly complete: (sign: string, words: string) => Promise<(HostMessage & { type: 'completions' })['items']>;
  readonly resolve: (references: readonly string[]) => Promise<(HostMessage & { type: 'resolved' })['references']>;
  readonly upload: (fileName: string, bytes: Uint8Array) => Promise<string>;
  /** Opens what a link leads to: another issue in a page of its own, the rest in the browser. */
  readonly follow: (url: string) => void;
}

/** One issue's page: says what there is to draw, and does what the page asks for. */
export class IssuePanel implements Disposable {
  private readonly subscriptions: Disposable[];
  private isReady = false;

  constructor(
    readonly panel: WebviewPanel,
    private readonly parts: IssuePanelParts,
  ) {
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readPageMessage(value);
        if (message) void this.take(message);
      }),
      parts.opened.onDidChange(() => {
        this.show();
      }),
    ];
  }

  /** Tells the page how things stand. */
  show(): void {
    const state = this.parts.describe();
    if (!state) return;
    this.panel.title = pageTitle(state);
    if (this.isReady) this.post({ type: 'show', state });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.parts.opened.dispose();
  }

  private async take(message: PageMessage): Promise<void> {
    const { opened, files } = this.parts;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.show();
        return;
      case 'refresh':
        return opened.read();
      case 'more':
        return opened.more();
      case 'run':
        return this.run(message.command);
      case 'unlink':
        await opened.unlink(message.link);
        return;
      case 'open': {
        const url = safeLink(message.url);
        if (url !== undefined) this.parts.follow(url);
        return;
      }
      case 'draft':
        this.parts.keep(message.box, draftOf(message.draft));
        return;
      case 'send': {
        const outcome = await opened.send(message.act);
        if (outcome.how === 'done' && message.box !== undefined) this.parts.keep(message.box, undefined);
        this.post({ type: 'sent', ticket: message.ticket, outcome });
        return;
      }
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
      case 'saveFile':
        return this.save(message.source);
      case 'upload': {
        const answer = await this.parts.upload(message.fileName, message.bytes).then(
          (markdown) => ({ markdown }),
          (error: unknown) => ({ message: GitLabError.from(error).message }),
        );
        this.post({ type: 'uploaded', ticket: message.ticket, ...answer });
        return;
      }
    }
  }

  /** One of VS Code's own commands on this issue, with its pickers; the page redraws from what that changes. */
  private async run(command: string): Promise<void> {
    const state = this.parts.describe();
    if (!state) return;
    const { issue, project } = state;
    try {
      await commands.executeCommand(`gitlabIssues.issue.${command}`, { project: project.webUrl, iid: issue.iid });
    } catch (error) {
      void window.showErrorMessage(plainMessage(error instanceof Error ? error.message : String(error)));
    }
    await this.parts.opened.read();
  }

  private async save(source: string): Promise<void> {
    try {
      const { name, bytes } = await this.parts.files.file(source);
      const [folder] = workspace.workspaceFolders ?? [];
      const target = await window.showSaveDialog({
        defaultUri: folder ? Uri.joinPath(folder.uri, name) : Uri.file(name),
        title: l10n.t('Save Attachment'),
      });
      if (!target) return;
      await workspace.fs.writeFile(target, bytes);
      // What a computer would run is never one click away.
      const buttons = isDocument(name) ? [l10n.t('Open')] : [];
      const clicked = await window.showInformationMessage(l10n.t('{0} is saved.', name), ...buttons);
      if (clicked !== undefined) await env.openExternal(target);
    } catch (error) {
      void window.showErrorMessage(plainMessage(GitLabError.from(error).message));
    }
  }

  private post(message: HostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}

/** The title of a page's tab. */
export function pageTitle({ issue }: PageState): string {
  const title = `#${issue.iid} ${issue.title}`.replace(/\s+/g, ' ');
  return title.length > 40 ? `${title.slice(0, 39)}…` : title;
}

function isDocument(name: string): boolean {
  return /\.(?:pdf|txt|log|csv|json|md|png|jpe?g|gif|webp|mp4|m4v|mov|webm|ogv|mp3|oga|ogg|wav)$/i.test(name);
}

function draftOf(draft: (PageMessage & { type: 'draft' })['draft']): PageDraft | undefined {
  if (!draft) return undefined;
  const { text, base, internal } = draft;
  return { text, ...(base === undefined ? {} : { base }), ...(internal === undefined ? {} : { internal }) };
}
