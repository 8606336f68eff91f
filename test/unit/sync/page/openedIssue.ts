import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import type { Account } from '../../../../src/model/account.ts';
import type { Issue } from '../../../../src/model/issue.ts';
import type { EventKind } from '../../../../src/model/issueEvent.ts';
import { type PageActivity, wholeActivity } from '../../../../src/model/page/pageActivity.ts';
import type { ProjectAccess } from '../../../../src/model/projectAccess.ts';
import { OpenIssue } from '../../../../src/sync/page/openIssue.ts';
import type { ReadContext } from '../../../../src/sync/page/openIssueParts.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { IssueSender } from '../../../../src/sync/writes/issueSender.ts';
import type { FaultAction } from '../../../gitlab/http/fault.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { LogLines, transportTo } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';

/** The initial description of the opened issue. */
export const describedWith = 'First line\n\n- [ ] buy milk\n- [ ] buy bread\n\nLast line';

/** An open page for an issue on a stand-in GitLab: #1, with the title "One" and no comments. */
export class OpenedIssue {
  opened: OpenIssue;
  /** The issue in the mirror. */
  held: Issue | undefined;
  activity: PageActivity = wholeActivity;
  eventKinds: readonly EventKind[] = ['label', 'state', 'milestone', 'weight', 'iteration'];
  readonly taken: ReadContext[] = [];
  onTaken: () => void = () => undefined;
  loadLabels: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly gitlab: StandInGitLab,
    readonly source: ProjectAccess,
    readonly anew: (of: OpenedIssue) => OpenIssue,
    readonly userId: number,
    readonly sender: IssueSender,
  ) {
    this.opened = anew(this);
  }

  static async start(): Promise<OpenedIssue> {
    const gitlab = await StandInGitLab.start({ issues: 5 });
    const { world } = gitlab;
    world.updateIssue(101, 1, { state: 'opened', confidential: false, title: 'One', description: describedWith });
    const issue = world.issue(101, 1)!;
    for (const note of [...world.notes(issue.id)]) world.deleteNote(issue, note);
    const client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    const project = await client.findProject(world.projectPath(world.projects.get(101)!));
    const { id: userId } = await client.token.user();
    const source = { gateway: client, project };
    const anew = (of: OpenedIssue) =>
      new OpenIssue(
        { projectId: 101, iid: 1 },
        {
          source: () => Promise.resolve(source),
          send: (act) => {
            const { id, path, webUrl } = project;
            const place = { account: account.key, project: { id, path, webUrl }, iid: 1 };
            const command = { id: crypto.randomUUID(), ...place, act, createdAt: 0 };
            return of.sender.send(command, { issue: of.held, isReadAfter: true });
          },
          held: () => of.held,
          onDidRead: (read, about) => {
            of.held = read;
            of.taken.push(about);
            of.onTaken();
          },
          loadLabels: () => of.loadLabels(),
          activity: () => of.activity,
          eventKinds: () => of.eventKinds,
          clock: new ManualClock(),
          log: new LogLines(),
        },
      );
    const account = { key: 'account', user: { id: userId } } as Account;
    const sender = new IssueSender({
      account: () => account,
      gatewayFor: () => client,
      mirrors: () => [],
      store: new IssueStore(),
      onDidWrite: () => undefined,
      log: new LogLines(),
    });
    return new OpenedIssue(gitlab, source, anew, userId, sender);
  }

  /** Makes the next request for a comment fail. */
  failNextComment(fault: FaultAction): void {
    this.gitlab.addFault({ path: '/api/v4/projects/*/issues/*/notes', method: 'POST', count: 1, do: fault });
  }

  /** Answers the next request for a part of the issue. */
  answerNext(part: string, body: string): void {
    const headers = { 'Content-Type': 'application/json' };
    const path = `/api/v4/projects/*/issues/*/${part}`;
    this.gitlab.addFault({ path, method: 'GET', count: 1, do: { kind: 'answer', status: 200, headers, body } });
  }

  /** Delays the end of the next load, so that other things happen before it. */
  delayNextLoad(): void {
    const path = '/api/v4/projects/*/issues/*/participants';
    this.gitlab.addFault({ path, method: 'GET', count: 1, do: { kind: 'delay', ms: 100 } });
  }

  async close(): Promise<void> {
    this.opened.dispose();
    await this.gitlab.close();
  }

  /** The requests to GitLab, such as `GET projects/101/issues/1`. */
  get asked(): string[] {
    return this.gitlab.requests.map(({ method, path }) => `${method} ${path.replace('/api/v4/', '')}`);
  }

  /** The texts of the loaded comments. */
  get bodies(): string[] {
    return this.opened.state.details?.discussions?.flatMap(({ notes }) => notes.map(({ body }) => body)) ?? [];
  }

  /** Adds the given number of comments. */
  addNotes(count: number): void {
    for (let at = 0; at < count; at++) this.gitlab.world.addNote(101, 1, { body: `Note ${at}` });
  }

  comment(body: string) {
    return this.opened.sendAct({ kind: 'comment', body, internal: false, thread: false });
  }
}
