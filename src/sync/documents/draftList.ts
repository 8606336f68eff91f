import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { readIssueDocument } from '../../model/document/issueDocument.ts';
import type { Synchronizer } from '../synchronizer.ts';
import type { DocumentPlace, IssueDocuments } from './issueDocuments.ts';

/** A draft as the view lists it. */
export interface ListedDraft {
  readonly place: DocumentPlace;
  /** Empty if the user hasn't entered one. */
  readonly title: string;
  readonly projectPath: string;
}

/** The drafts of new issues for the accounts of the window's projects. Other windows may add and remove some. */
export class DraftList implements Disposable {
  private listed: readonly ListedDraft[] = [];
  private accounts = '';
  private wasLoaded = false;
  private latest = 0;
  private readonly changed = new Emitter<void>();
  private readonly subscriptions: Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly documents: IssueDocuments,
    private readonly synchronizer: Pick<Synchronizer, 'trackers' | 'onDidChange'>,
    private readonly clock: Clock,
  ) {
    this.subscriptions = [
      documents.onDidChange(() => {
        if (this.wasLoaded) void this.load();
      }),
      synchronizer.onDidChange(() => {
        if (this.wasLoaded && this.accountKeys.join(' ') !== this.accounts) void this.load();
      }),
    ];
  }

  /** Oldest first, and empty before they were loaded. */
  get drafts(): readonly ListedDraft[] {
    return this.listed;
  }

  /** Reads them from disk. Never rejects. */
  async load(): Promise<void> {
    this.wasLoaded = true;
    this.latest += 1;
    const number = this.latest;
    const accounts = this.accountKeys;
    this.accounts = accounts.join(' ');
    const stored = (await Promise.all(accounts.map((account) => this.documents.list(account)))).flat();
    const listed = await Promise.all(
      stored.map(async ({ place, subject, text }) => {
        const { values } = await readIssueDocument(text, this.clock.now());
        return { place, title: values.title[0]?.text.trim() ?? '', projectPath: subject.project.path };
      }),
    );
    if (number !== this.latest || JSON.stringify(listed) === JSON.stringify(this.listed)) return;
    this.listed = listed;
    this.changed.fire();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private get accountKeys(): readonly string[] {
    const keys = this.synchronizer.trackers.flatMap(({ account }) => (account ? [account.key] : []));
    return [...new Set(keys)];
  }
}
