import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Disposable } from '../model/event.ts';
import { plainLabel } from '../model/text/plainText.ts';
import type { Clock } from '../model/time/clock.ts';
import { DebouncedRequest } from '../model/time/debouncedRequest.ts';

export interface RemoteItem<T> extends QuickPickItem {
  /** Absent for a row that can't be selected. */
  readonly value?: T;
  /** Of several rows with the same key, only the first is shown. By default, the label and the description. */
  readonly key?: string;
}

/** Where the rows of a list come from. */
export interface RowSource<T> {
  /** The text of the only row if there are no others, such as "No matching members". */
  readonly none: string;
  /** Returns the rows for a text that need no server. */
  readonly local?: (text: string) => readonly RemoteItem<T>[];
  /**
   * Requests the rows for a text from the server.
   * @param show shows rows that arrive before the others.
   */
  readonly search: (
    text: string,
    signal: AbortSignal,
    show: (rows: readonly RemoteItem<T>[]) => void,
  ) => Promise<readonly RemoteItem<T>[]>;
  /** Whether a typed text requires a request. Otherwise, VS Code filters the current rows. */
  readonly needsSearch?: (text: string) => boolean;
  /** The pause after the last key before a request, in milliseconds. */
  readonly pause?: number;
  /** Whether the rows of earlier searches stay, so that the user can select from several. VS Code filters them. */
  readonly keepsFound?: boolean;
  /** By default, the rows that need no server come first. */
  readonly arrange?: (local: readonly RemoteItem<T>[], found: readonly RemoteItem<T>[]) => readonly RemoteItem<T>[];
  /** Whether VS Code also searches the descriptions. By default, it does. */
  readonly matchesDescription?: boolean;
}

/**
 * The rows of a list that come from a server while the user types. Waits for a pause between keys. The list is never
 * empty, because a row explains that nothing was found, and another one offers to retry a request that failed.
 */
export class RemoteRows<T> implements Disposable {
  private text = '';
  private local: readonly RemoteItem<T>[] = [];
  private found: readonly RemoteItem<T>[] = [];
  /** The text that the found rows are for. */
  private foundFor = '';
  private requested = '';
  private status: 'loading' | 'done' | GitLabError = 'loading';
  private readonly request: DebouncedRequest;

  /**
   * @param draw shows rows. Called with `sameText` if the user didn't type, so that the active row stays.
   * @param onBusy whether a request is in progress.
   */
  constructor(
    private readonly source: RowSource<T>,
    private readonly draw: (rows: readonly RemoteItem<T>[], cause: 'typed' | 'sameText') => void,
    onBusy: (isBusy: boolean) => void,
    clock: Clock,
  ) {
    this.request = new DebouncedRequest(clock, onBusy);
  }

  get isLoading(): boolean {
    return this.status === 'loading';
  }

  /** Shows the first rows. */
  start(): void {
    this.send(0);
    this.show('typed');
  }

  type(typed: string): void {
    const { needsSearch = () => true, keepsFound = false, pause } = this.source;
    const text = typed.trim();
    // VS Code also reports text that was set by code.
    if (text === this.text) return;
    this.text = text;
    if (!keepsFound && !text.startsWith(this.foundFor)) this.found = [];
    if (needsSearch(text)) this.send(pause);
    // The rows for a part of the text include those for the text.
    else if (!text.startsWith(this.requested)) this.stop();
    this.show('typed');
  }

  /** Sends the request again if the row offers that. */
  retry(row: QuickPickItem | undefined): boolean {
    if (row === undefined || !('isRetry' in row)) return false;
    this.send(0);
    this.show('sameText');
    return true;
  }

  /** The first visible row that can be selected. */
  get first(): RemoteItem<T> | undefined {
    return this.rows.find((row) => row.value !== undefined && this.isVisible(row));
  }

  /** Whether VS Code shows a row for the typed text. */
  isVisible({ kind, alwaysShow = false, label, description = '' }: RemoteItem<T>): boolean {
    if (kind === QuickPickItemKind.Separator) return false;
    const texts = this.source.matchesDescription === false ? [label] : [label, description];
    return alwaysShow || texts.some((text) => hasLetters(text, this.text));
  }

  dispose(): void {
    this.request.dispose();
  }

  private send(delay?: number): void {
    const { needsSearch = () => true } = this.source;
    // Without a search, the first rows are all rows.
    const text = needsSearch(this.text) ? this.text : '';
    this.requested = text;
    this.status = 'loading';
    const receive = (rows: readonly RemoteItem<T>[]) => {
      this.found = this.source.keepsFound ? [...this.found, ...rows] : rows;
      this.foundFor = text;
      this.show('sameText');
    };
    this.request.send(
      {
        ask: (signal) =>
          this.source.search(text, signal, (rows) => {
            if (!signal.aborted) receive(rows);
          }),
        show: (rows) => {
          this.status = 'done';
          receive(rows);
        },
        fail: (error) => {
          this.status = error;
          this.show('sameText');
        },
      },
      delay,
    );
  }

  private stop(): void {
    this.request.cancel();
    this.status = 'done';
  }

  private show(cause: 'typed' | 'sameText'): void {
    this.local = this.source.local?.(this.text) ?? [];
    const { rows, status } = this;
    if (typeof status === 'object') this.draw([...rows, errorRow(status)], cause);
    else if (status === 'loading' || rows.some((row) => this.isVisible(row))) this.draw(rows, cause);
    else this.draw([...rows, { label: this.source.none, iconPath: new ThemeIcon('info'), alwaysShow: true }], cause);
  }

  private get rows(): readonly RemoteItem<T>[] {
    const { arrange, keepsFound = false } = this.source;
    // The server's search can match more than the row shows. Rows for an earlier text have to match the new one.
    const isMatch = !keepsFound && this.foundFor === this.text && this.text !== '';
    const found = isMatch ? this.found.map((row) => ({ ...row, alwaysShow: true })) : this.found;
    const byKey = new Map<string, RemoteItem<T>>();
    for (const row of arrange?.(this.local, found) ?? [...this.local, ...found])
      if (!byKey.has(keyOf(row))) byKey.set(keyOf(row), row);
    return [...byKey.values()];
  }
}

/** Identifies a row when the list is drawn again. */
export function keyOf({ key, label, description = '' }: RemoteItem<unknown>): string {
  return key ?? `${label}\n${description}`;
}

/** Whether a text contains the letters in this order, as VS Code's filter requires. */
function hasLetters(text: string, letters: string): boolean {
  const lower = text.toLowerCase();
  let at = 0;
  for (const letter of letters.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function errorRow(error: GitLabError): QuickPickItem & { readonly isRetry?: true } {
  const message = plainLabel(error.message);
  // The same request would fail again.
  if (GitLabError.is(error, 'invalid')) return { label: message, iconPath: new ThemeIcon('warning'), alwaysShow: true };
  const row = { label: l10n.t('Retry'), detail: message, iconPath: new ThemeIcon('warning'), alwaysShow: true };
  return { ...row, isRetry: true };
}
