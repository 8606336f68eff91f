import type { Account } from '../../model/account.ts';
import { can } from '../../model/capabilities.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import { isProject } from '../../model/issueScope.ts';
import type { TrackerMirror } from '../mirror/trackerMirror.ts';
import type { CommandAccess } from './commandRequest.ts';

export interface CommandRouteParts {
  /** A signed-in account by its key. */
  readonly account: (key: string) => Account | undefined;
  readonly gatewayFor: (account: Account) => IssueGateway;
  /** The trackers of every account. */
  readonly mirrors: () => readonly TrackerMirror[];
}

/** The way of one command to GitLab. */
export class CommandRoute {
  readonly account: Account;
  private readonly mirror: TrackerMirror | undefined;

  /** Throws if the account is signed out. */
  constructor(
    readonly command: IssueCommand,
    private readonly parts: CommandRouteParts,
  ) {
    const { account: key, project } = command;
    const account = parts.account(key);
    if (!account) throw new GitLabError('invalid', { host: hostOf(project.webUrl), detail: 'notSignedIn' });
    this.account = account;
    const own = parts.mirrors().filter(({ state }) => state.account?.key === key);
    this.mirror =
      own.find(({ state: { scope } }) => isProject(scope) && scope.id === project.id) ??
      own.find(({ state: { scope } }) => scope && !isProject(scope));
  }

  /** Through a tracker that has the project, if there is one, so that a rejected change corrects the known role. */
  request<T>(act: (access: CommandAccess) => Promise<T>): Promise<T> {
    const { command, account, mirror } = this;
    const withGateway = (gateway: IssueGateway) => act({ command, account, gateway });
    return mirror ? mirror.request(command.project.id, withGateway) : withGateway(this.gateway.at('user'));
  }

  /**
   * Whether an issue of the project can have several assignees. Community Edition allows only one, and so does
   * Enterprise Edition without a license, but only the response to a change shows that.
   */
  get allowsSeveralAssignees(): boolean {
    return can(this.account, 'severalAssignees') && !this.gateway.allowsOneAssignee(this.command.project.id);
  }

  private get gateway(): IssueGateway {
    return this.parts.gatewayFor(this.account);
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'GitLab';
}
