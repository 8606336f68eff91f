import type { Disposable } from '../../model/event.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueListRequest, IssuePage } from '../../model/gateway/issueGateway.ts';
import type { IssueTest } from '../../model/query/issueMatcher.ts';
import type { ListParameters } from '../../model/query/listParameters.ts';
import { perPage } from '../mirror/issueSource.ts';

/** A query that only GitLab can answer. */
export interface QueryQuestion {
  readonly tracker: string;
  /** Equal for the same request, even if a time in it has advanced. */
  readonly question: string;
  readonly parameters: ListParameters;
  /** Whether an issue in the result can still match after a change. */
  readonly canMatch: IssueTest;
  /** The issues of GitLab's list to keep. Absent if the list is exact. */
  readonly keep?: IssueTest;
}

/** The result from GitLab so far. It is replaced, never changed. */
export interface QueryAnswer {
  /** In GitLab's order. */
  readonly issues: readonly Issue[];
  /** The total number, if GitLab returns it. */
  readonly total?: number | undefined;
  /** `more`: another request returns more than {@link issues}. `cut`: the limit is reached. */
  readonly rest: 'none' | 'more' | 'cut';
  /** The error of the last request. The issues are unchanged. */
  readonly error?: GitLabError | undefined;
  /** When it last matched the server, in milliseconds since 1970 by the local clock. Undefined means never. */
  readonly asOf?: number | undefined;
}

/** The maximum number of issues in a result. A user who needs more needs another query. */
const mostIssues = 2_000;

/** One request and its result so far. */
export class QueryResult implements Disposable {
  /** Whether an event since the last request may have changed the result. */
  isOld = true;
  /** The request in progress. */
  running: Promise<void> | undefined;
  answer: QueryAnswer = { issues: [], rest: 'none' };
  private readonly abort = new AbortController();
  private view: AbortController | undefined;
  /** The issues of an answer by their ids, built when the first one is looked up. */
  private index: { readonly of: readonly Issue[]; readonly byId: ReadonlyMap<number, Issue> } | undefined;
  /** The ETag of the first page, and its request. */
  private seal: { readonly etag: string; readonly asked: string } | undefined;
  /**
   * The rows of GitLab's list before the next page. A page can have fewer issues than rows, and a row moves up when an
   * issue before it leaves the list.
   */
  private rowsBefore = 0;
  /** The number of consecutive pages without a new issue, which occur when new rows push old ones back. */
  private idlePages = 0;
  /** The last request for the first page. */
  private asked = '';

  constructor(public question: QueryQuestion) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Whether it is visible. */
  get isWatched(): boolean {
    return this.view !== undefined;
  }

  /** Aborted when it is no longer visible. Absent if it isn't. */
  get watching(): AbortSignal | undefined {
    return this.view?.signal;
  }

  watch(): void {
    this.view ??= new AbortController();
  }

  unwatch(): void {
    this.view?.abort();
    this.view = undefined;
  }

  /** Whether it was disposed. It must no longer be shown. */
  isOver(): boolean {
    return this.abort.signal.aborted;
  }

  /** An issue of the answer. */
  find(issueId: number): Issue | undefined {
    const { issues } = this.answer;
    if (this.index?.of !== issues) this.index = { of: issues, byId: new Map(issues.map((issue) => [issue.id, issue])) };
    return this.index.byId.get(issueId);
  }

  request(which: 'first' | 'next'): IssueListRequest {
    const { parameters } = this.question;
    if (which === 'next') {
      const page = Math.floor(this.rowsBefore / perPage) + 1 + this.idlePages;
      return { ...parameters, page, perPage };
    }
    this.asked = JSON.stringify(parameters);
    const isSame = this.seal?.asked === this.asked;
    return { ...parameters, page: 1, perPage, ...(this.seal && isSame ? { etag: this.seal.etag } : {}) };
  }

  /** Applies the response to {@link request}. @param asOf when it arrived. */
  absorb(page: IssuePage, which: 'first' | 'next', asOf: number): void {
    if (page.unchanged) {
      this.answer = { ...this.answer, asOf, error: undefined };
      return;
    }
    const isFirst = which === 'first';
    if (isFirst) {
      this.idlePages = 0;
      this.rowsBefore = page.isLast ? 0 : Math.max(this.rowsBefore, perPage);
      this.seal = page.etag === undefined ? undefined : { etag: page.etag, asked: this.asked };
    }
    const { keep } = this.question;
    const found = keep ? page.issues.filter(keep) : page.issues;
    const { issues: before } = this.answer;
    // The later pages stay after the first one.
    const parts = isFirst ? [found, page.isLast ? [] : before] : [before, found];
    const all = [...new Map(parts.flat().map((issue) => [issue.id, issue])).keys()];
    const newest = new Map([...before, ...found].map((issue) => [issue.id, issue]));
    const total = keep ? undefined : (page.total ?? (isFirst ? undefined : this.answer.total));
    const issues = all
      .map((id) => newest.get(id))
      .filter((issue) => issue !== undefined)
      .slice(0, Math.min(mostIssues, total ?? mostIssues));
    if (!isFirst && issues.length === before.length) this.idlePages += 1;
    else if (!isFirst) this.rowsBefore = (Math.floor(this.rowsBefore / perPage) + 1) * perPage;
    const isAll = page.isLast || (total !== undefined && issues.length >= total);
    this.answer = { issues, total, rest: isAll ? 'none' : issues.length >= mostIssues ? 'cut' : 'more', asOf };
  }

  fail(error: GitLabError): void {
    this.answer = { ...this.answer, error };
  }

  /**
   * Applies changes of some issues.
   * @param gone the IDs of issues that no longer exist.
   * @returns whether the result has changed.
   */
  replace(issues: readonly Issue[], gone: readonly number[]): boolean {
    const news = new Map(issues.map((issue) => [issue.id, issue]));
    const left = new Set(gone);
    const { issues: before, total } = this.answer;
    if (!before.some(({ id }) => news.has(id) || left.has(id))) return false;
    const now = before
      .filter(({ id }) => !left.has(id))
      .map((issue) => {
        const next = news.get(issue.id);
        return next && next.updatedAt >= issue.updatedAt ? next : issue;
      })
      .filter((issue) => !news.has(issue.id) || this.question.canMatch(issue));
    this.seal = undefined;
    const fewer = before.length - now.length;
    this.rowsBefore = Math.max(0, this.rowsBefore - fewer);
    this.answer = { ...this.answer, issues: now, ...(total === undefined ? {} : { total: total - fewer }) };
    return true;
  }

  dispose(): void {
    this.unwatch();
    this.abort.abort();
  }
}
