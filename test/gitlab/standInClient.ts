import type {
  IssueEdit,
  NoteEdit,
  ProjectEdit,
  ProjectName,
  RoleEdit,
  StandInInfo,
  TokenEdit,
} from './admin/adminTypes.ts';
import type { Fault } from './http/fault.ts';
import type { RateLimit } from './http/throttle.ts';
import type { Edition, RequestRecord, StandInTokens, TokenName } from './standInOptions.ts';

/** Controls a stand-in from another process, such as a test inside the extension host. */
export class StandInClient {
  /** `url` is the `StandInGitLab.url`, including the relative root. */
  constructor(private readonly url: string) {}

  async info(): Promise<StandInInfo> {
    return (await this.send('GET', '/info')) as StandInInfo;
  }

  async tokens(): Promise<StandInTokens> {
    return (await this.info()).tokens;
  }

  async requests(): Promise<readonly RequestRecord[]> {
    return (await this.send('GET', '/requests')) as readonly RequestRecord[];
  }

  async clearRequests(): Promise<void> {
    await this.send('DELETE', '/requests');
  }

  /** Returns a function that removes the fault. */
  async addFault(fault: Fault): Promise<() => Promise<void>> {
    const { id } = (await this.send('POST', '/faults', fault)) as { id: number };
    return async () => {
      await this.send('DELETE', `/faults/${id}`);
    };
  }

  async clearFaults(): Promise<void> {
    await this.send('DELETE', '/faults');
  }

  async createIssue(
    project: ProjectName,
    issue: IssueEdit & { readonly title: string },
  ): Promise<{ id: number; iid: number }> {
    return (await this.send('POST', `/projects/${segment(project)}/issues`, issue)) as { id: number; iid: number };
  }

  /** Changes an issue as another user would, which updates its `updated_at`. */
  async updateIssue(project: ProjectName, iid: number, change: IssueEdit): Promise<void> {
    await this.send('PATCH', `/projects/${segment(project)}/issues/${iid}`, change);
  }

  async deleteIssue(project: ProjectName, iid: number): Promise<void> {
    await this.send('DELETE', `/projects/${segment(project)}/issues/${iid}`);
  }

  async addNote(project: ProjectName, iid: number, note: NoteEdit): Promise<{ id: number; discussionId: string }> {
    const path = `/projects/${segment(project)}/issues/${iid}/notes`;
    return (await this.send('POST', path, note)) as { id: number; discussionId: string };
  }

  /** Renames, moves, archives, or hides a project, or turns off its issues. */
  async updateProject(project: ProjectName, change: ProjectEdit): Promise<{ id: number; path: string }> {
    return (await this.send('PATCH', `/projects/${segment(project)}`, change)) as { id: number; path: string };
  }

  async deleteProject(project: ProjectName): Promise<void> {
    await this.send('DELETE', `/projects/${segment(project)}`);
  }

  /** Expires or revokes a token, or changes its scopes. */
  async changeToken(name: TokenName, change: TokenEdit): Promise<void> {
    await this.send('PATCH', `/tokens/${name}`, change);
  }

  async setRole(role: RoleEdit): Promise<void> {
    await this.send('PUT', '/role', role);
  }

  async setVersion(version: string, edition?: Edition): Promise<void> {
    await this.send('PUT', '/version', { version, ...(edition === undefined ? {} : { edition }) });
  }

  /** Stops the server's clock at a time (ms). Null restarts it. */
  async setClock(now: number | null): Promise<void> {
    await this.send('PUT', '/clock', { now });
  }

  /** Turns on rate limiting, or (null) turns it off. */
  async setRateLimit(limit: RateLimit | readonly RateLimit[] | null): Promise<void> {
    await this.send('PUT', '/rate-limit', limit);
  }

  /** Counts requests that the user sends with a browser or git. */
  async spendRateLimit(requests: number): Promise<void> {
    await this.send('POST', '/rate-limit/spent', { requests });
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/-/stand-in${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`Stand-in: ${JSON.stringify(answer)}`);
    return answer;
  }
}

function segment(project: ProjectName): string {
  return encodeURIComponent(String(project));
}
