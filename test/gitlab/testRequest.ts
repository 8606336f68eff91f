import type { StandInGitLab } from './standInGitLab.ts';
import type { TokenName } from './standInOptions.ts';

/** The keys that tests read, from all entities. A missing key is undefined. */
interface TestBody {
  readonly id: number;
  readonly iid: number;
  readonly name: string;
  readonly username: string;
  readonly title: string;
  readonly description: string | null;
  readonly state: string;
  readonly labels: readonly unknown[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly author: TestBody;
  readonly assignee: TestBody;
  readonly assignees: readonly TestBody[];
  readonly closed_by: TestBody | null;
  readonly due_date: string | null;
  readonly weight: number | null;
  readonly confidential: boolean;
  readonly discussion_locked: boolean | null;
  readonly issue_type: string;
  readonly subscribed: boolean;
  readonly moved_to_id: number | null;
  readonly project_id: number;
  readonly system: boolean;
  readonly internal: boolean;
  readonly resolved: boolean;
  readonly type: string | null;
  readonly individual_note: boolean;
  readonly commands_changes: Readonly<Record<string, unknown>>;
  readonly summary: readonly string[];
  readonly message: unknown;
  readonly milestone: TestBody;
  readonly web_url: string;
  readonly avatar_url: string;
  readonly references: { readonly relative: string };
  readonly user_notes_count: number;
  readonly has_tasks: boolean;
  readonly task_status: string;
  readonly task_completion_status: { readonly count: number; readonly completed_count: number };
  readonly notes: readonly TestBody[];
  readonly body: string;
  readonly resolvable: boolean;
  readonly bot: boolean;
  readonly user_id: number;
  readonly last_used_at: string;
  readonly version: string;
  readonly enterprise: boolean;
  readonly archived: boolean;
  readonly issues_enabled: boolean;
  readonly issues_access_level: string;
  readonly permissions: { readonly group_access: { readonly access_level: number } };
  readonly statistics: { readonly counts: { readonly all: number } };
  readonly error: string;
  readonly error_description: string;
  readonly scope: string;
}

/** A complete response. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or undefined if it's something else. */
  readonly json: TestBody;
  /** The body as a list, or empty if it's something else. */
  readonly rows: readonly TestBody[];
}

export interface TestOptions {
  /** Default `personal`; null for anonymous. */
  readonly token?: TokenName | null;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON. Forms and text are sent unchanged. */
  readonly body?: unknown;
}

/** Sends a request to a path below `/api/v4`. Never follows redirects. */
export async function ask(standIn: StandInGitLab, path: string, options: TestOptions = {}): Promise<TestAnswer> {
  const token = options.token === undefined ? 'personal' : options.token;
  const { body } = options;
  const asIs = body instanceof FormData || body instanceof URLSearchParams || typeof body === 'string';
  const response = await fetch(`${standIn.url}/api/v4${path}`, {
    method: options.method ?? 'GET',
    redirect: 'manual',
    ...(body === undefined ? {} : { body: asIs ? body : JSON.stringify(body) }),
    headers: {
      ...(body === undefined || asIs ? {} : { 'Content-Type': 'application/json' }),
      ...(token === null ? {} : { Authorization: `Bearer ${standIn.tokens[token]}` }),
      ...options.headers,
    },
  });
  const text = await response.text();
  return answerOf(response.status, response.headers, text);
}

/** Builds the response from its parts. */
export function answerOf(status: number, headers: Headers, text: string): TestAnswer {
  const json = parse(text);
  return { status, headers, text, json: json as TestBody, rows: Array.isArray(json) ? (json as TestBody[]) : [] };
}

/** Writes: `put(standIn, '/projects/101/issues/1', {title: 'x'})`. */
export const put = (standIn: StandInGitLab, path: string, body?: unknown, token: TokenName | null = 'personal') =>
  ask(standIn, path, { method: 'PUT', token, body });
export const post = (standIn: StandInGitLab, path: string, body?: unknown, token: TokenName | null = 'personal') =>
  ask(standIn, path, { method: 'POST', token, body });
export const remove = (standIn: StandInGitLab, path: string, token: TokenName | null = 'personal') =>
  ask(standIn, path, { method: 'DELETE', token });

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Noon on a Wednesday, the time in most tests. */
export const noon = Date.UTC(2026, 4, 13, 12);

export const day = 86_400_000;
