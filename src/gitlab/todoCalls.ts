import { isCount } from '../model/isCount.ts';
import type { TodoGateway, TodoPage } from '../model/gateway/todoGateway.ts';
import { decodeTodos } from './decode/decodeTodos.ts';
import { hasNextPage } from './hasNextPage.ts';
import { type LibraryCalls, signalled } from './libraryCalls.ts';

/** GitLab's maximum page size. */
const pageSize = 100;

/** {@link TodoGateway} over GitLab's REST API. */
export class TodoCalls implements TodoGateway {
  constructor(private readonly library: LibraryCalls) {}

  /**
   * A request names one type. To-do items about tasks can have another one (`WorkItem`), which this doesn't list.
   */
  async list(etag?: string, signal?: AbortSignal): Promise<TodoPage | undefined> {
    const pending = { state: 'pending', type: 'Issue', perPage: pageSize, maxPages: 1 } as const;
    const answer = await this.library.call('TodoLists', (todos) => todos.all(pending), {
      ...signalled(signal),
      ...(etag === undefined ? {} : { etag }),
    });
    if (answer.unchanged) return undefined;
    const total = Number.parseInt(answer.headers['x-total'] ?? '', 10);
    const newEtag = answer.headers['etag'];
    return {
      todos: this.library.decoded(answer, decodeTodos),
      isPart: hasNextPage(answer.headers) ?? (Array.isArray(answer.body) && answer.body.length >= pageSize),
      ...(isCount(total) ? { total } : {}),
      ...(newEtag === undefined ? {} : { etag: newEtag }),
    };
  }

  async finish(id: number): Promise<void> {
    await this.library.call('TodoLists', (todos) => todos.done({ todoId: id }), {});
  }
}
