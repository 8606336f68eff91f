import pLimit from 'p-limit';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { newIssuePage } from '../../model/address/newIssuePage.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { mayBeDone } from '../../model/error/mayBeDone.ts';
import { mayWorkLater } from '../../model/error/mayWorkLater.ts';
import { ignoredPart } from '../../model/ignoredPart.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import type { Log } from '../../model/ports.ts';
import { applyToMirrors } from '../mirror/applyToMirrors.ts';
import type { IssueStore } from '../store/issueStore.ts';
import { changesIssue, type CommandResponse, commandRequest } from './commandRequest.ts';
import { CommandRoute, type CommandRouteParts } from './commandRoute.ts';
import { markBefore, searchCommand, unconfirmedError } from './commandSearch.ts';
import type { CommandSender, LookOutcome, SendMark, SendOptions, SendOutcome, Sent } from './commandSender.ts';

export interface IssueSenderParts extends CommandRouteParts {
  readonly store: IssueStore;
  /** Called with the response to a command, before the store has it. */
  readonly onDidWrite: (account: string, issue: Issue) => void;
  readonly log: Log;
}

/**
 * Sends every change to an issue, one after the other for each issue. Nothing is sent twice: if a request gets no
 * response, GitLab is checked for the change, at once and before the same change is sent again. GitLab's response goes
 * into every tracker that shows the issue.
 */
export class IssueSender implements CommandSender {
  private readonly turns = new Map<string, { readonly limit: ReturnType<typeof pLimit>; waiting: number }>();
  /** What the server had before requests that got no response, until GitLab was checked for the change. */
  private readonly unconfirmed = new Map<string, SendMark>();

  constructor(private readonly parts: IssueSenderParts) {}

  send(command: IssueCommand, options: SendOptions = {}): Promise<SendOutcome> {
    return this.inTurn(command, () => this.sendNow(command, options));
  }

  /** Sends a command, and rejects with a `GitLabError` unless it's done. */
  async expectDone(command: IssueCommand, options?: SendOptions): Promise<Sent> {
    const outcome = await this.send(command, options);
    if (outcome.how !== 'done') throw outcome.error;
    return outcome;
  }

  async look(command: IssueCommand, mark: SendMark): Promise<LookOutcome> {
    try {
      const route = new CommandRoute(command, this.parts);
      const found = await route.request((access) => searchCommand(access, mark));
      if (found.how === 'done') await this.absorb(route, found, {});
      return found;
    } catch (thrown) {
      return { how: 'unsure', error: this.errorOf(thrown) };
    }
  }

  async upload(command: IssueCommand, fileName: string, bytes: Uint8Array): Promise<string> {
    const route = new CommandRoute(command, this.parts);
    return route.request(({ gateway }) => gateway.details.upload(command.project, fileName, bytes));
  }

  private async inTurn<T>(command: IssueCommand, work: () => Promise<T>): Promise<T> {
    const { account, project, iid } = command;
    if (iid === undefined) return work();
    const key = `${account}|${project.id}|${iid}`;
    const turn = this.turns.get(key) ?? { limit: pLimit(1), waiting: 0 };
    this.turns.set(key, turn);
    turn.waiting += 1;
    return turn.limit(work).finally(() => {
      turn.waiting -= 1;
      if (turn.waiting === 0) this.turns.delete(key);
    });
  }

  private async sendNow(command: IssueCommand, options: SendOptions): Promise<SendOutcome> {
    try {
      const route = new CommandRoute(command, this.parts);
      return (await this.foundBefore(route, options)) ?? (await this.sendFirst(route, options));
    } catch (thrown) {
      const error = withPage(this.errorOf(thrown), command);
      const isGone = GitLabError.is(error, 'notFound') && error.facts.detail === 'issue';
      const account = this.parts.account(command.account);
      // Another account may still see an issue that this one can't find.
      if (isGone && account)
        await applyToMirrors(this.parts.mirrors(), account, { gone: this.shown(command, options) }, 'account');
      return { how: mayWorkLater(error) ? 'waiting' : 'refused', error };
    }
  }

  /** Checks GitLab for a change of which an earlier request got no response. */
  private async foundBefore(route: CommandRoute, options: SendOptions): Promise<SendOutcome | undefined> {
    const key = sameCommand(route.command);
    const mark = this.unconfirmed.get(key);
    // A caller that stores what it sends checks GitLab itself.
    if (!mark || options.beforeRequest) return undefined;
    const found = await route.request((access) => searchCommand(access, mark));
    if (found.how === 'several') return { how: 'unknown', error: unconfirmedError(route.account) };
    // If GitLab can't show it, the user has checked it before the second try.
    this.unconfirmed.delete(key);
    return found.how === 'done' ? this.absorb(route, found, options) : undefined;
  }

  private async sendFirst(route: CommandRoute, options: SendOptions): Promise<SendOutcome> {
    const { command } = route;
    const request = await route.request(commandRequest);
    if (typeof request !== 'function') {
      await this.showTheirs(route);
      return request;
    }
    const mark = await route.request(markBefore);
    await options.beforeRequest?.(mark);
    const hadSeveral = route.allowsSeveralAssignees;
    let response: CommandResponse;
    try {
      response = await route.request(request);
    } catch (thrown) {
      const error = this.errorOf(thrown);
      if (!mayBeDone(error)) throw error;
      const found = await route.request((access) => searchCommand(access, mark)).catch(() => undefined);
      if (found?.how === 'done') return this.absorb(route, found, options);
      if (!options.beforeRequest) this.unconfirmed.set(sameCommand(command), mark);
      return { how: 'unknown', error };
    }
    const outcome = await this.absorb(route, response, options);
    return refusalIn(route, outcome, hadSeveral) ?? outcome;
  }

  /** Puts the issue after a command into the trackers. If the response doesn't have it, loads it. Never rejects. */
  private async absorb(route: CommandRoute, response: CommandResponse, options: SendOptions): Promise<Sent> {
    const { command, account } = route;
    const isLoaded = !response.issue && !options.isReadAfter && changesIssue(command);
    const issue = response.issue ?? (isLoaded ? await this.load(route) : undefined);
    if (issue && this.parts.account(account.key)) this.parts.onDidWrite(account.key, issue);
    const isGone = command.act.kind === 'delete' || command.act.kind === 'move';
    const change = { issue, gone: isGone ? this.shown(command, options) : undefined };
    // The command is done even if the change couldn't be stored here.
    await applyToMirrors(this.parts.mirrors(), account, change, 'instance').catch((thrown: unknown) =>
      this.errorOf(thrown),
    );
    const { changed = true, messages = [] } = response;
    return { how: 'done', changed, messages, ...(issue ? { issue } : {}) };
  }

  /** Shows what someone else changed. */
  private async showTheirs(route: CommandRoute): Promise<void> {
    const issue = await this.load(route);
    await applyToMirrors(this.parts.mirrors(), route.account, { issue }, 'account');
  }

  /** Undefined after a failure. Then the next poll loads the issue. */
  private load(route: CommandRoute): Promise<Issue | undefined> {
    const { project, iid = 0 } = route.command;
    return route.request(({ gateway }) => gateway.findIssue(project, iid)).catch(() => undefined);
  }

  /** The command's issue, as the caller or the window shows it. */
  private shown({ project, iid }: IssueCommand, { issue }: SendOptions): Issue | undefined {
    if (issue) return issue;
    const held = this.parts.mirrors().flatMap(({ state }) => this.parts.store.issues(state.key));
    return held.find((each) => each.projectId === project.id && each.iid === iid);
  }

  private errorOf(thrown: unknown): GitLabError {
    return GitLabError.from(thrown, {}, this.parts.log);
  }
}

/** The refusal if GitLab reported success, but ignored a part of the change. */
function refusalIn(route: CommandRoute, { issue }: Sent, hadSeveral: boolean): SendOutcome | undefined {
  const { act } = route.command;
  const ignored = act.kind === 'change' && issue ? ignoredPart(act.change, issue) : undefined;
  if (!ignored) return undefined;
  const isOne = ignored.part === 'assignee' && hadSeveral && !route.allowsSeveralAssignees;
  const host = instanceLabel(route.account.instance);
  const detail = isOne ? 'oneAssignee' : ignored.part;
  return { how: 'refused', error: new GitLabError('conflict', { host, detail, named: ignored.name }) };
}

/** Adds the page where the user can continue if GitLab took the text for spam. */
function withPage(error: GitLabError, { act, project, iid }: IssueCommand): GitLabError {
  if (!GitLabError.is(error, 'invalid') || !['captcha', 'spam'].includes(error.facts.detail ?? '')) return error;
  const page =
    act.kind === 'create' ? newIssuePage(project.webUrl, act.draft) : `${project.webUrl}/-/issues/${iid ?? ''}`;
  return new GitLabError('invalid', { ...error.facts, page });
}

/** Equal for commands that do the same. */
function sameCommand({ account, project, iid, act }: IssueCommand): string {
  return JSON.stringify([account, project.id, iid, act]);
}
