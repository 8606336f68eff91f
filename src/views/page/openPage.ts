import { window } from 'vscode';
import type { OpenIssue } from '../../sync/openIssue.ts';
import type { TrackerState } from '../../sync/trackerState.ts';
import type { IssuePanel } from './issuePanel.ts';

export interface OpenPageParts {
  readonly panel: IssuePanel;
  readonly opened: Pick<OpenIssue, 'follow' | 'catchUp'>;
  readonly account: string;
  readonly tracker: string;
  /** Undefined before it was read. */
  readonly issueId: () => number | undefined;
  /** How the last look at the tracker went. */
  readonly look: () => Pick<TrackerState, 'loading' | 'error'> | undefined;
  /** Somebody sees all that it shows. */
  readonly markRead: () => void;
  /** Draws what the page shows of the project and the account, if that is another. */
  readonly redraw: () => void;
}

/** A page and when it is read again: what happens while nobody sees it waits until somebody does. */
export class OpenPage {
  readonly panel: IssuePanel;
  readonly account: string;
  readonly tracker: string;
  readonly issueId: () => number | undefined;
  private wasLoading = false;
  private missed: 'news' | 'look' | undefined;

  constructor(private readonly parts: OpenPageParts) {
    ({ panel: this.panel, account: this.account, tracker: this.tracker, issueId: this.issueId } = parts);
  }

  /** The mirror heard of the issue. */
  heard(): void {
    if (this.isSeen) void this.parts.opened.follow();
    else this.missed = 'news';
  }

  /** Something about the trackers is another: a look has ended, perhaps. */
  trackersChanged(): void {
    this.parts.redraw();
    const state = this.parts.look();
    const hasEnded = this.wasLoading && state?.loading === false && !state.error;
    this.wasLoading = state?.loading ?? false;
    if (!hasEnded) return;
    if (this.isSeen) void this.parts.opened.catchUp();
    else this.missed ??= 'look';
  }

  /** Somebody sees it, perhaps. */
  seen(): void {
    if (!this.isSeen) return;
    const { opened } = this.parts;
    // What it missed it reads first.
    if (this.missed === undefined) {
      this.parts.markRead();
      return;
    }
    void (this.missed === 'news' ? opened.follow() : opened.catchUp());
    this.missed = undefined;
  }

  get isSeen(): boolean {
    return this.panel.panel.visible && window.state.focused;
  }
}
