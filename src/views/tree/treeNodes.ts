import type { DocumentPlace } from '../../sync/documents/issueDocuments.ts';
import type { Notice, TodoNotice, TreeNode } from './treeNode.ts';

/** The rows that VS Code received. It requires the same object for the same row. */
export class TreeNodes {
  private readonly owned = new WeakSet();
  private readonly known = new Map<string, TreeNode>();
  /** The rows of each issue, by tracker and id. It has one under each of its queries and in each of its groups. */
  private readonly issues = new Map<string, Map<string, TreeNode>>();

  owns(value: unknown): value is TreeNode {
    return typeof value === 'object' && value !== null && this.owned.has(value);
  }

  project(tracker: string): TreeNode {
    return this.kept(this.known, tracker, () => ({ kind: 'project', tracker }));
  }

  query(tracker: string, query: string): TreeNode {
    return this.kept(this.known, `${tracker}|${query}`, () => ({ kind: 'query', tracker, query }));
  }

  group(tracker: string, query: string, group: string): TreeNode {
    return this.kept(this.known, `${tracker}|${query}|${group}`, () => ({ kind: 'group', tracker, query, group }));
  }

  /** The row above a list of issues. */
  list(tracker: string, query: string, group: string | undefined): TreeNode {
    return group === undefined ? this.query(tracker, query) : this.group(tracker, query, group);
  }

  issue(tracker: string, query: string, issueId: number, group?: string): TreeNode {
    const key = `${tracker}#${issueId}`;
    const rows = this.issues.get(key) ?? new Map<string, TreeNode>();
    this.issues.set(key, rows);
    return this.kept(rows, `${query}|${group ?? ''}`, () => ({
      kind: 'issue',
      tracker,
      query,
      issueId,
      ...(group === undefined ? {} : { group }),
    }));
  }

  notice(tracker: string, notice: Notice, query?: string): TreeNode {
    return this.own({ kind: 'notice', tracker, notice, ...(query === undefined ? {} : { query }) });
  }

  todos(account: string): TreeNode {
    return this.kept(this.known, `todos ${account}`, () => ({ kind: 'todos', tracker: '', account }));
  }

  todo(account: string, todoId: number, tracker: string): TreeNode {
    const key = `todo ${account} ${todoId} ${tracker}`;
    return this.kept(this.known, key, () => ({ kind: 'todo', tracker, account, todoId }));
  }

  todoNotice(account: string, notice: TodoNotice): TreeNode {
    return this.own({ kind: 'todoNotice', tracker: '', account, notice });
  }

  drafts(): TreeNode {
    return this.kept(this.known, 'drafts', () => ({ kind: 'drafts', tracker: '' }));
  }

  draft(place: DocumentPlace): TreeNode {
    return this.kept(this.known, `draft ${place.folder}${place.path}`, () => ({ kind: 'draft', tracker: '', place }));
  }

  waiting(): TreeNode {
    return this.kept(this.known, 'waiting', () => ({ kind: 'waiting', tracker: '' }));
  }

  waitingChange(command: string): TreeNode {
    return this.kept(this.known, `waiting ${command}`, () => ({ kind: 'waitingChange', tracker: '', command }));
  }

  /** The rows of an issue that were ever drawn. */
  ofIssue(tracker: string, issueId: number): readonly TreeNode[] {
    return [...(this.issues.get(`${tracker}#${issueId}`)?.values() ?? [])];
  }

  /** Call when the issue is no longer loaded. A new row for it is another object. */
  forgetIssue(tracker: string, issueId: number): void {
    this.issues.delete(`${tracker}#${issueId}`);
  }

  own(node: TreeNode): TreeNode {
    this.owned.add(node);
    return node;
  }

  private kept(nodes: Map<string, TreeNode>, id: string, make: () => TreeNode): TreeNode {
    const known = nodes.get(id);
    if (known) return known;
    const node = this.own(make());
    nodes.set(id, node);
    return node;
  }
}
