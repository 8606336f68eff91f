import type { Fault } from '../http/fault.ts';
import type { FaultList } from '../http/faultList.ts';
import type { Answer } from '../http/reply.ts';
import type { RateLimit } from '../http/throttle.ts';
import type { Edition, RequestRecord, StandInTokens, TokenName } from '../standInOptions.ts';
import type { ProjectRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import type { World } from '../world/world.ts';
import type { IssueEdit, NoteEdit, ProjectEdit, RoleEdit, StandInInfo, TokenEdit } from './adminTypes.ts';
import { setTemplates } from '../world/issueTemplates.ts';
import { toIssueChange, userId } from './issueEdits.ts';

/** The parts of the stand-in that the admin route controls. */
export interface Controls {
  readonly url: string;
  readonly world: World;
  readonly version: ServerVersion;
  readonly tokens: StandInTokens;
  readonly requests: readonly RequestRecord[];
  readonly faultList: FaultList;
  clearRequests(): void;
  addFault(fault: Fault): () => void;
  clearFaults(): void;
  now(): number;
  setClock(ms: number | undefined): void;
  setVersion(version: string, edition?: Edition): void;
  setRateLimit(...limits: readonly (RateLimit | undefined)[]): void;
  spendRateLimit(requests: number): void;
}

class AdminError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Handler = (body: unknown, ...captured: string[]) => unknown;

/** `/-/stand-in/…`: a JSON API for tests in other processes, used by `StandInClient`. Not part of GitLab. */
export class AdminRoutes {
  private readonly handlers: readonly (readonly [method: string, path: RegExp, handler: Handler])[];

  constructor(private readonly controls: Controls) {
    const project = '/projects/([^/]+)';
    const issue = `${project}/issues/(\\d+)`;
    const at = (method: string, path: string, handler: Handler): readonly [string, RegExp, Handler] => [
      method,
      new RegExp(`^/-/stand-in${path}$`),
      handler,
    ];
    this.handlers = [
      at('GET', '/info', () => this.info()),
      at('GET', '/requests', () => controls.requests),
      at('DELETE', '/requests', () => {
        controls.clearRequests();
      }),
      at('GET', '/faults', () => controls.faultList.all()),
      at('POST', '/faults', (body) => ({ id: controls.faultList.add(body as Fault) })),
      at('DELETE', '/faults', () => {
        controls.clearFaults();
      }),
      at('DELETE', '/faults/(\\d+)', (_body, id = '') => {
        controls.faultList.remove(Number(id));
      }),
      at('PATCH', project, (body, name = '') => this.editProject(this.project(name), body as ProjectEdit)),
      at('DELETE', project, (_body, name = '') => {
        controls.world.deleteProject(this.project(name).id);
      }),
      at('POST', `${project}/issues`, (body, name = '') => this.createIssue(this.project(name), body as IssueEdit)),
      at('PATCH', issue, (body, name = '', iid = '') =>
        this.editIssue(this.project(name), Number(iid), body as IssueEdit),
      ),
      at('DELETE', issue, (_body, name = '', iid = '') => {
        controls.world.deleteIssue(this.project(name).id, Number(iid));
      }),
      at('POST', `${issue}/notes`, (body, name = '', iid = '') =>
        this.addNote(this.project(name), Number(iid), body as NoteEdit),
      ),
      at('PATCH', '/tokens/(\\w+)', (body, name = '') => this.editToken(name as TokenName, body as TokenEdit)),
      at('PUT', '/role', (body) => {
        this.setRole(body as RoleEdit);
      }),
      at('PUT', '/version', (body) => {
        const { version, edition } = body as { version: string; edition?: Edition };
        controls.setVersion(version, edition);
      }),
      at('PUT', '/clock', (body) => {
        controls.setClock((body as { now: number | null }).now ?? undefined);
      }),
      at('PUT', '/rate-limit', (body) => {
        controls.setRateLimit(...[(body as RateLimit | RateLimit[] | null) ?? undefined].flat());
      }),
      at('POST', '/rate-limit/spent', (body) => {
        controls.spendRateLimit((body as { requests: number }).requests);
      }),
    ];
  }

  answer(input: { readonly method: string; readonly path: string; readonly body: Buffer }): Answer {
    try {
      for (const [method, path, handler] of this.handlers) {
        const match = path.exec(input.path);
        if (!match || method !== input.method) continue;
        const body: unknown = input.body.length === 0 ? {} : JSON.parse(input.body.toString());
        return json(200, handler(body, ...match.slice(1).map(decodeURIComponent)) ?? {});
      }
      return json(404, { error: `No admin route ${input.method} ${input.path}` });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return json(error instanceof AdminError ? error.status : 400, { error: message });
    }
  }

  private info(): StandInInfo {
    const { url, version, tokens, world } = this.controls;
    const projects = [...world.projects.values()].map((one) => ({
      id: one.id,
      path: world.projectPath(one),
      issues: world.issues(one.id).length,
    }));
    return { url, version: version.text, edition: version.edition, now: this.controls.now(), tokens, projects };
  }

  private project(name: string): ProjectRecord {
    const { world } = this.controls;
    const found = /^\d+$/.test(name) ? world.projects.get(Number(name)) : world.projectByPath(name);
    if (!found) throw new AdminError(404, `No project ${name}`);
    return found;
  }

  private createIssue(project: ProjectRecord, edit: IssueEdit): unknown {
    if (edit.title === undefined) throw new AdminError(400, 'A new issue needs a title.');
    const change = toIssueChange(this.controls.world, project, edit);
    const { id, iid } = this.controls.world.createIssue(project.id, { ...change, title: edit.title });
    return { id, iid };
  }

  private editIssue(project: ProjectRecord, iid: number, edit: IssueEdit): unknown {
    const { world } = this.controls;
    if (!world.issue(project.id, iid)) throw new AdminError(404, `No issue ${iid}`);
    const issue = world.updateIssue(project.id, iid, toIssueChange(world, project, edit));
    return { id: issue.id, iid };
  }

  private addNote(project: ProjectRecord, iid: number, edit: NoteEdit): unknown {
    const { world } = this.controls;
    const { author, ...rest } = edit;
    const note = world.addNote(project.id, iid, {
      ...rest,
      ...(author === undefined ? {} : { authorId: userId(world, author) }),
    });
    return { id: note.id, discussionId: note.discussionId };
  }

  private editProject(project: ProjectRecord, edit: ProjectEdit): unknown {
    const { world } = this.controls;
    const { group, templates, ...change } = edit;
    if (templates) setTemplates(world, project, templates);
    const home = group === undefined ? undefined : world.groupByPath(group);
    if (group !== undefined && !home) throw new AdminError(404, `No group ${group}`);
    const changed = world.updateProject(project.id, home ? { ...change, groupId: home.id } : change);
    return { id: changed.id, path: world.projectPath(changed) };
  }

  private editToken(name: TokenName, edit: TokenEdit): unknown {
    const token = this.controls.world.tokens.get(name);
    if (!token) throw new AdminError(404, `No token ${name}`);
    const { expire, ...change } = edit;
    const today = new Date(this.controls.now()).toISOString().slice(0, 10);
    Object.assign(token, change, expire ? { expiresAt: today } : {});
    return { name, expiresAt: token.expiresAt, revoked: token.revoked, scopes: token.scopes };
  }

  private setRole(edit: RoleEdit): void {
    const { world } = this.controls;
    const id = userId(world, edit.username);
    if (edit.project !== undefined) {
      world.people.setRole(id, { projectId: this.project(String(edit.project)).id }, edit.level);
      return;
    }
    const group = world.groupByPath(edit.group ?? '');
    if (!group) throw new AdminError(404, 'A role needs a project or a group.');
    world.people.setRole(id, { groupId: group.id }, edit.level);
  }
}

function json(status: number, value: unknown): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length) }, body };
}
