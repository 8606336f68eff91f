import type { Todo } from '../todo.ts';

/** The newest pending to-do items about issues. */
export interface TodoPage {
  readonly todos: readonly Todo[];
  /** Whether there are more than {@link todos}. */
  readonly isPart: boolean;
  /** The number of all items. Absent if GitLab doesn't return it. */
  readonly total?: number;
  readonly etag?: string;
}

/** The To-Do List of an account's user. Every call rejects only with a `GitLabError`, and no write is ever retried. */
export interface TodoGateway {
  /** Lists at most 100 items. Undefined if nothing has changed since the ETag. */
  list(etag?: string, signal?: AbortSignal): Promise<TodoPage | undefined>;
  /** Marks an item as done. Succeeds if it already was. */
  finish(id: number): Promise<void>;
}
