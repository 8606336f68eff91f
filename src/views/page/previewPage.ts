import { type WebviewPanel, workspace } from 'vscode';
import { setContextKey } from '../../host/contextKeys.ts';
import { contextKeys } from '../../manifest.ts';

/** A page in a panel. */
interface PageInPanel {
  readonly panel: WebviewPanel;
}

/**
 * The page whose panel the next issue reuses, like VS Code's preview editors. There is at most one. Webview panels can't
 * be preview editors (https://github.com/microsoft/vscode/issues/140248).
 */
export class PreviewPage<Page extends PageInPanel> {
  private page: Page | undefined;

  /** Whether VS Code's setting allows it. */
  get isEnabled(): boolean {
    return workspace.getConfiguration('workbench.editor').get('enablePreview') !== false;
  }

  /** The page, if there is one. */
  get current(): Page | undefined {
    return this.page;
  }

  /** Makes a page the preview. */
  set(page: Page): void {
    this.page = page;
    this.update();
  }

  /** Keeps a page open if it is the preview. */
  keep(page: Page | undefined): void {
    if (page === undefined || page !== this.page) return;
    this.page = undefined;
    this.update();
  }

  /** A panel became active or inactive. */
  update(): void {
    setContextKey(contextKeys.pageIsPreview, this.page?.panel.active === true);
  }
}
