import * as v from 'valibot';
import { commands as vscodeCommands, env, l10n, ProgressLocation, window } from 'vscode';
import type { AccountStore } from '../../accounts/accountStore.ts';
import type { CheckOptions, ConnectionCheck } from '../../accounts/connectionCheck.ts';
import { type InstanceSuggestions, pickInstance } from '../../accounts/prompts/signInPrompts.ts';
import { openInBrowser } from '../../host/browser.ts';
import { commands } from '../../manifest.ts';
import type { Clock } from '../../model/time/clock.ts';
import { connectionReport } from '../../model/connection/connectionReport.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, parseInstanceUrl } from '../../model/address/instanceUrl.ts';
import type { RemoteSource } from '../../model/ports.ts';
import { suggestedInstances } from '../../model/address/remoteUrl.ts';
import type { StepAction } from '../../model/connection/stepAction.ts';
import type { Scrubber } from '../../model/text/scrubber.ts';
import type { CheckedConnection, ReportChoice } from '../../views/connection/connectionHtml.ts';
import type { ConnectionPanel } from '../../views/connection/connectionPanel.ts';
import { readAnswers } from '../answers.ts';
import type { Answers, CommandRunner } from '../run.ts';

const checkAnswers = v.strictObject({ url: v.string(), show: v.optional(v.boolean()) });

/** How long the check waits for Git. Without Git, only the projects are missing. */
const waitForGit = 5_000;
/** How long the status bar confirms an action. */
const timeToSee = 3_000;

/** The objects that the commands use. */
interface ConnectionCommandParts {
  readonly check: ConnectionCheck;
  readonly accounts: AccountStore;
  readonly remotes: RemoteSource;
  readonly connectionPanel: ConnectionPanel;
  readonly scrubber: Scrubber;
  readonly systemReport: () => readonly string[];
  readonly clock: Clock;
}

/** The commands that check a connection and show the report. */
export class ConnectionCommands {
  private run: CommandRunner | undefined;

  constructor(private readonly parts: ConnectionCommandParts) {}

  register(run: CommandRunner): void {
    this.run = run;
    run.register(commands.checkConnection, ({ answers }) => (answers ? this.reportOn(answers) : this.checkVisibly()));
  }

  private async reportOn(answers: Answers): Promise<string | undefined> {
    const { url, show } = readAnswers(checkAnswers, answers);
    const instance = parseInstanceUrl(url);
    if (!instance) throw new GitLabError('invalid', { detail: 'instanceUrl' });
    this.parts.remotes.start();
    if (!show) return this.report(instance);
    await this.showReport(instance);
    return undefined;
  }

  private async checkVisibly(): Promise<void> {
    this.parts.remotes.start();
    const [only, another] = await this.signedIn();
    if (only && !another) await this.showReport(only);
    else await this.pickAndCheck();
  }

  private async pickAndCheck(): Promise<void> {
    const suggestions = this.suggestions(await this.signedIn());
    const instance = await pickInstance(suggestions, l10n.t('Check Connection to GitLab'));
    if (instance) await this.showReport(instance);
  }

  private async signedIn(): Promise<readonly InstanceUrl[]> {
    return [...new Set((await this.parts.accounts.load()).map(({ instance }) => instance))];
  }

  /** Does nothing if the user cancels the check. */
  private async showReport(instance: InstanceUrl): Promise<void> {
    const checked = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Checking connection to {0}', instanceLabel(instance)),
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          abort.abort();
        });
        const onStep = (message: string) => {
          progress.report({ message });
        };
        return this.check(instance, { signal: abort.signal, onStep }).catch((error: unknown) => {
          if (!abort.signal.aborted) throw error;
          return undefined;
        });
      },
    );
    if (!checked) return;
    this.parts.connectionPanel.show(checked, (choice) => {
      void this.run?.perform('connection report', () => this.act(choice, checked));
    });
  }

  private async act(choice: ReportChoice, checked: CheckedConnection): Promise<void> {
    if (choice === 'copy') {
      await env.clipboard.writeText(this.textOf(checked));
      window.setStatusBarMessage(l10n.t('Copied the report.'), timeToSee);
    } else if (choice === 'checkAgain') await this.showReport(checked.instance);
    else if (choice === 'checkOther') await this.pickAndCheck();
    else if (choice.kind === 'open') await openInBrowser(choice.url);
    else await vscodeCommands.executeCommand(...commandOf(choice));
  }

  private async report(instance: InstanceUrl): Promise<string> {
    return this.textOf(await this.check(instance));
  }

  private textOf({ instance, environment, steps }: CheckedConnection): string {
    return connectionReport(instance, environment, steps, this.parts.scrubber);
  }

  private async check(instance: InstanceUrl, options: CheckOptions = {}): Promise<CheckedConnection> {
    await this.gitIsRead();
    const steps = await this.parts.check.run(instance, options);
    const time = new Date(this.parts.clock.now()).toISOString();
    return { instance, environment: [...this.parts.systemReport(), time], steps };
  }

  /** Resolves when the remotes are known, or won't be for a while. */
  private gitIsRead(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        timer.dispose();
        subscription.dispose();
        resolve();
      };
      const timer = this.parts.clock.after(waitForGit, end);
      const subscription = this.parts.remotes.onDidChange(() => {
        if (this.parts.remotes.state !== 'starting') end();
      });
      if (this.parts.remotes.state !== 'starting') end();
    });
  }

  private suggestions(signedIn: readonly InstanceUrl[]): InstanceSuggestions {
    return {
      signedIn: () => signedIn,
      instances: () => suggestedInstances(this.parts.remotes.remotes.map(({ url }) => url)),
      isComplete: () => this.parts.remotes.state !== 'starting',
      onDidChange: (listener) => this.parts.remotes.onDidChange(listener),
    };
  }
}

/** The command that does what a step suggests, and its arguments. */
function commandOf(action: Exclude<StepAction, { kind: 'open' }>): readonly [command: string, ...args: unknown[]] {
  switch (action.kind) {
    case 'signIn':
      return [commands.signIn, { url: action.instance }];
    case 'upgrade':
      return [commands.useWritingToken, { url: action.instance }];
    case 'renew':
      return [commands.renewToken];
    case 'trust':
      return ['workbench.trust.manage'];
    case 'chooseSource':
      return [commands.chooseTracker];
    case 'setting':
      return ['workbench.action.openSettings', `@id:${action.name}`];
  }
}
