import type { Issue, IssueMilestone, IssueType, IssueUser } from '../../model/issue.ts';
import { noUsers } from '../store/sharedValues.ts';

const none = -1;

/**
 * Many issues in the cache format: one column per field, and tables for repeated values. Columns refer to table values
 * by index (-1 for none). This takes less than half the size of plain JSON, and equal values become shared objects when
 * read.
 */
export interface PackedIssues {
  readonly types: readonly IssueType[];
  readonly labelSets: readonly (readonly string[])[];
  readonly milestones: readonly IssueMilestone[];
  readonly users: readonly IssueUser[];
  /** Indexes of users. */
  readonly groups: readonly (readonly number[])[];
  /** Prefixes of addresses and references that end with the iid. */
  readonly stems: readonly string[];
  readonly columns: Readonly<Record<NumberColumn, readonly number[]>> & {
    readonly title: readonly string[];
    readonly dueDate: readonly (string | null)[];
    /** 1 means yes. Missing in files of an older version. */
    readonly isLocked?: readonly number[];
    readonly weight: readonly (number | null)[];
    readonly upvotes: readonly (number | null)[];
    /** An index of a stem, or the whole string. */
    readonly webUrl: readonly (number | string)[];
    readonly reference: readonly (number | string)[];
  };
}

const numberColumns = [
  'id',
  'iid',
  'projectId',
  'type',
  'labels',
  'milestone',
  'assignees',
  'author',
  'createdAt',
  'updatedAt',
  'isClosed',
  'isConfidential',
  'commentCount',
] as const;
type NumberColumn = (typeof numberColumns)[number];

export function packIssues(issues: readonly Issue[]): PackedIssues {
  const types = new Table<IssueType>();
  const labelSets = new Table<readonly string[]>();
  const milestones = new Table<IssueMilestone>();
  const users = new Table<IssueUser>();
  const groups = new Table<readonly number[]>();
  const stems = new Table<string>();
  const stemOf = (text: string, iid: number) =>
    text.endsWith(`${iid}`) ? stems.placeOf(text.slice(0, -`${iid}`.length)) : text;
  const columns = {
    id: issues.map(({ id }) => id),
    iid: issues.map(({ iid }) => iid),
    projectId: issues.map(({ projectId }) => projectId),
    title: issues.map(({ title }) => title),
    type: issues.map(({ type }) => types.placeOf(type)),
    labels: issues.map(({ labels }) => labelSets.placeOf(labels)),
    milestone: issues.map(({ milestone }) => milestones.placeOf(milestone)),
    assignees: issues.map(({ assignees }) => groups.placeOf(assignees.map((user) => users.placeOf(user)))),
    author: issues.map(({ author }) => users.placeOf(author)),
    createdAt: issues.map(({ createdAt }) => createdAt),
    updatedAt: issues.map(({ updatedAt }) => updatedAt),
    dueDate: issues.map(({ dueDate }) => dueDate ?? null),
    weight: issues.map(({ weight }) => weight ?? null),
    upvotes: issues.map(({ upvotes }) => upvotes ?? null),
    isClosed: issues.map(({ state }) => (state === 'closed' ? 1 : 0)),
    isConfidential: issues.map(({ confidential }) => (confidential ? 1 : 0)),
    isLocked: issues.map(({ locked }) => (locked ? 1 : 0)),
    commentCount: issues.map(({ commentCount }) => commentCount),
    webUrl: issues.map(({ webUrl, iid }) => stemOf(webUrl, iid)),
    reference: issues.map(({ reference, iid }) => stemOf(reference, iid)),
  };
  return {
    types: types.values,
    labelSets: labelSets.values,
    milestones: milestones.values,
    users: users.values,
    groups: groups.values,
    stems: stems.values,
    columns,
  };
}

/** Restores the issues. Returns undefined for corrupt data, or data from another program. */
export function unpackIssues(json: unknown): readonly Issue[] | undefined {
  if (!isPacked(json)) return undefined;
  const { types, labelSets, milestones, users, stems, columns } = json;
  const groups = json.groups.map((places) =>
    places.length === 0 ? noUsers : places.map((place) => users[place]).filter((user) => user !== undefined),
  );
  const whole = (part: number | string | undefined, iid: number) =>
    typeof part === 'number' ? `${stems[part] ?? ''}${iid}` : (part ?? '');
  return columns.id.map((id, at): Issue => {
    const iid = columns.iid[at] ?? 0;
    // Key by key in the decoder's order, because spreading takes three times as long.
    const issue: { -readonly [Key in keyof Issue]?: Issue[Key] } = {
      id,
      iid,
      projectId: columns.projectId[at] ?? 0,
      title: columns.title[at] ?? '',
      state: columns.isClosed[at] === 1 ? 'closed' : 'opened',
      type: valueAt(types, columns.type[at]) ?? 'issue',
      labels: valueAt(labelSets, columns.labels[at]) ?? [],
    };
    const milestone = valueAt(milestones, columns.milestone[at]);
    if (milestone) issue.milestone = milestone;
    issue.assignees = valueAt(groups, columns.assignees[at]) ?? noUsers;
    const author = valueAt(users, columns.author[at]);
    if (author) issue.author = author;
    issue.createdAt = columns.createdAt[at] ?? 0;
    issue.updatedAt = columns.updatedAt[at] ?? 0;
    const dueDate = columns.dueDate[at];
    if (dueDate) issue.dueDate = dueDate;
    issue.confidential = columns.isConfidential[at] === 1;
    if (columns.isLocked?.[at] === 1) issue.locked = true;
    const weight = columns.weight[at];
    if (typeof weight === 'number') issue.weight = weight;
    const upvotes = columns.upvotes[at];
    if (typeof upvotes === 'number') issue.upvotes = upvotes;
    issue.commentCount = columns.commentCount[at] ?? 0;
    issue.webUrl = whole(columns.webUrl[at], iid);
    issue.reference = whole(columns.reference[at], iid);
    return issue as Issue;
  });
}

function valueAt<T>(table: readonly T[], place = none): T | undefined {
  return place < 0 ? undefined : table[place];
}

/** Checks enough of the format to detect other data. */
function isPacked(json: unknown): json is PackedIssues {
  const { types, labelSets, milestones, users, groups, stems, columns } = (json ?? {}) as Partial<PackedIssues>;
  const tables = [types, labelSets, milestones, users, groups, stems];
  if (!tables.every((table) => Array.isArray(table)) || !Array.isArray(columns?.id)) return false;
  if (![labelSets, groups].every((table) => table?.every((set) => Array.isArray(set)))) return false;
  if (![milestones, users].every((table: readonly unknown[] = []) => table.every(isObject))) return false;
  const count = columns.id.length;
  const has = (column: readonly unknown[] | undefined, type: 'number' | 'string') =>
    Array.isArray(column) && column.length === count && column.every((value) => typeof value === type);
  return (
    numberColumns.every((name) => has(columns[name], 'number')) &&
    has(columns.title, 'string') &&
    [columns.dueDate, columns.weight, columns.upvotes, columns.webUrl, columns.reference].every((column) =>
      Array.isArray(column),
    )
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Collects repeated values, each at one index. */
class Table<T> {
  readonly values: T[] = [];
  private readonly places = new Map<string, number>();
  private readonly known = new Map<T, number>();

  placeOf(value: T | undefined): number {
    if (value === undefined) return none;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const key = JSON.stringify(value);
    const place = this.places.get(key) ?? this.values.push(value) - 1;
    this.places.set(key, place);
    this.known.set(value, place);
    return place;
  }
}
