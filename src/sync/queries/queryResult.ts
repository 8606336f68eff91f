import type { Disposable } from '../../model/event.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueListRequest, IssuePage } from '../../model/issueGateway.ts';
import type { IssueTest } from '../../model/query/issueMatcher.ts';
import type { ListParameters } from '../../model/query/listParameters.ts';
import { perPage } from '../mirror/issueSource.ts';

/** What only GitLab can answer. */
export interface QueryQuestion {
  readonly tracker: string;
  /** Equal ones are the same question, though a time in it moves on. */
  readonly question: string;
  readonly parameters: ListParameters;
  /** Whether an issue that was an answer can still be one, after a change of it. */
  readonly canMatch: IssueTest;
}

/** What GitLab answered so far. Replaced, never changed. */
export interface QueryAnswer {
  /** In the order of GitLab. */
  readonly issues: readonly Issue[];
  /** How many there are in all, where GitLab tells. */
  readonly total?: number | undefined;
  /** `more`: there are more than {@link issues}, and asking brings them; `cut`: the limit is reached. */
  readonly rest: 'none' | 'more' | 'cut';
  /** What went wrong the last time; the issues are as they were before. */
  readonly error?: GitLabError | undefined;
  /** When it was last known to be what the server has, in milliseconds since 1970 by our clock; undefined: never. */
  readonly asOf?: number | undefined;
}

/** So many issues of an answer are held; whoever wants more wants another query. */
const mostIssues = 2_000;

/** One question and its answer so far. */
export class QueryResult implements Disposable {
  /** It is visible. */
  isWatched = false;
  /** Something happened since that may make it another. */
  isOld = true;
  /** The request that is under way. */
  running: Promise<void> | undefined;
  answer: QueryAnswer = { issues: [], rest: 'none' };
  private readonly abort = new AbortController();
  /** The issues of an answer by their ids, built when the first one is looked up. */
  private index: { readonly of: readonly Issue[]; readonly byId: ReadonlyMap<number, Issue> } | undefined;
  /** What the first page bore, and the question it was the answer to. */
  private seal: { readonly etag: string; readonly asked: string } | undefined;
  /** Pages that brought nothing that was not there, as when new rows push old ones back. */
  private idlePages = 0;
  /** What the first page was last asked with. */
  private asked = '';

  constructor(public question: QueryQuestion) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** It must not be shown any longer. */
  isOver(): boolean {
    return this.abort.signal.aborted;
  }

  /** An issue of the answer. */
  find(issueId: number): Issue | undefined {
    const { issues } = this.answer;
    if (this.index?.of !== issues) this.index = { of: issues, byId: new Map(issues.map((issue) => [issue.id, issue])) };
    return this.index.byId.get(issueId);
  }

  /** @param isNext the page after what is there, and not the first one again. */
  request(isNext: boolean): IssueListRequest {
    const { parameters } = this.question;
    if (isNext) {
      const page = Math.floor(this.answer.issues.length / perPage) + 1 + this.idlePages;
      return { ...parameters, page, perPage };
    }
    this.asked = JSON.stringify(parameters);
    const isSame = this.seal?.asked === this.asked;
    return { ...parameters, page: 1, perPage, ...(this.seal && isSame ? { etag: this.seal.etag } : {}) };
  }

  /** Takes in the answer to {@link request}. @param asOf when it came. */
  absorb(page: IssuePage, isNext: boolean, asOf: number): void {
    if (page.unchanged) {
      this.answer = { ...this.answer, asOf, error: undefined };
      return;
    }
    const isFirst = !isNext;
    if (isFirst) {
      this.idlePages = 0;
      this.seal = page.etag === undefined ? undefined : { etag: page.etag, asked: this.asked };
    }
    const { issues: before } = this.answer;
    // What was read behind the first page stays behind it.
    const parts = isFirst ? [page.issues, page.isLast ? [] : before] : [before, page.issues];
    const all = [...new Map(parts.flat().map((issue) => [issue.id, issue])).keys()];
    const newest = new Map([...before, ...page.issues].map((issue) => [issue.id, issue]));
    const total = page.total ?? (isFirst ? undefined : this.answer.total);
    const issues = all
      .map((id) => newest.get(id))
      .filter((issue) => issue !== undefined)
      .slice(0, Math.min(mostIssues, total ?? mostIssues));
    if (!isFirst && issues.length === before.length) this.idlePages += 1;
    const isAll = page.isLast || (total !== undefined && issues.length >= total);
    this.answer = { issues, total, rest: isAll ? 'none' : issues.length >= mostIssues ? 'cut' : 'more', asOf };
  }

  fail(error: GitLabError): void {
    this.answer = { ...this.answer, error };
  }

  /**
   * Takes in what became of some issues.
   * @param gone the IDs of issues that no longer exist.
   * @returns whether that makes it another answer.
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
    this.answer = { ...this.answer, issues: now, ...(total === undefined ? {} : { total: total - fewer }) };
    return true;
  }

  dispose(): void {
    this.abort.abort();
  }
}
