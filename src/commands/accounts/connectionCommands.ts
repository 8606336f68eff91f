import * as v from 'valibot';
import { l10n, ProgressLocation, window, workspace } from 'vscode';
import type { AccountStore } from '../../accounts/accountStore.ts';
import type { CheckOptions, ConnectionCheck } from '../../accounts/connectionCheck.ts';
import { type InstanceSuggestions, pickInstance } from '../../accounts/prompts/signInPrompts.ts';
import { commands } from '../../manifest.ts';
import type { Clock } from '../../model/time/clock.ts';
import { connectionReport } from '../../model/connection/connectionReport.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, parseInstanceUrl } from '../../model/address/instanceUrl.ts';
import type { RemoteSource } from '../../model/ports.ts';
import { suggestedInstances } from '../../model/address/remoteUrl.ts';
import type { Scrubber } from '../../model/text/scrubber.ts';
import { readAnswers } from '../answers.ts';
import type { Answers, CommandRunner } from '../run.ts';

const checkAnswers = v.strictObject({ url: v.string(), show: v.optional(v.boolean()) });

/** How long the check waits for Git. Without Git, only the projects are missing. */
const waitForGit = 5_000;

/** The objects that the commands use. */
interface ConnectionCommandParts {
  readonly check: ConnectionCheck;
  readonly accounts: AccountStore;
  readonly remotes: RemoteSource;
  readonly scrubber: Scrubber;
  readonly systemReport: () => readonly string[];
  readonly clock: Clock;
}

/** The commands that check a connection and show the report. */
export class ConnectionCommands {
  constructor(private readonly parts: ConnectionCommandParts) {}

  register(run: CommandRunner): void {
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
    const signedIn = [...new Set((await this.parts.accounts.load()).map(({ instance }) => instance))];
    const [only, another] = signedIn;
    const instance =
      only && !another ? only : await pickInstance(this.suggestions(signedIn), l10n.t('Check Connection to GitLab'));
    if (instance) await this.showReport(instance);
  }

  private async showReport(instance: InstanceUrl): Promise<void> {
    const content = await window.withProgress(
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
        return this.report(instance, { signal: abort.signal, onStep });
      },
    );
    await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
  }

  private async report(instance: InstanceUrl, options: CheckOptions = {}): Promise<string> {
    await this.gitIsRead();
    const steps = await this.parts.check.run(instance, options);
    const time = new Date(this.parts.clock.now()).toISOString();
    return connectionReport(instance, [...this.parts.systemReport(), time], steps, this.parts.scrubber);
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
