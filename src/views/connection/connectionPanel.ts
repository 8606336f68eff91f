import { l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { connectionPanelType } from '../../manifest.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Disposable } from '../../model/event.ts';
import type { Scrubber } from '../../model/text/scrubber.ts';
import { pageResources } from '../page/pageResources.ts';
import { type CheckedConnection, connectionHtml, type ReportChoice, reportChoices } from './connectionHtml.ts';

/**
 * Shows the report of a connection check in one reused panel. VS Code's preview of Markdown doesn't follow links to
 * commands, so the report is a page with buttons.
 */
export class ConnectionPanel implements Disposable {
  private panel: WebviewPanel | undefined;
  private choose: (message: unknown) => void = () => undefined;

  constructor(
    private readonly extensionUri: Uri,
    private readonly scrubber: Scrubber,
  ) {}

  /** @param onDidChoose called when the user selects a button of this report. */
  show(checked: CheckedConnection, onDidChoose: (choice: ReportChoice) => void): void {
    const title = l10n.t('Connection to {0}', instanceLabel(checked.instance));
    const panel = this.panel ?? this.create(title);
    this.panel = panel;
    const choices = reportChoices(checked);
    this.choose = (message) => {
      const choice = typeof message === 'number' ? choices[message] : undefined;
      if (choice) onDidChoose(choice);
    };
    panel.title = title;
    panel.webview.html = connectionHtml(pageResources(panel.webview, this.folder, 'plain.js'), checked, this.scrubber);
    panel.reveal();
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private create(title: string): WebviewPanel {
    const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [this.folder] };
    const panel = window.createWebviewPanel(connectionPanelType, title, ViewColumn.Active, options);
    panel.iconPath = Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: unknown) => {
      this.choose(message);
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
    });
    return panel;
  }

  private get folder(): Uri {
    return Uri.joinPath(this.extensionUri, 'dist', 'webview');
  }
}
