import * as l10n from '@vscode/l10n';
import { type InstanceUrl, instanceLabel } from '../address/instanceUrl.ts';
import { plainExcerpt } from '../text/plainText.ts';
import type { StepAction } from './stepAction.ts';
import type { Scrubber } from '../text/scrubber.ts';

export type StepName =
  'proxy' | 'name' | 'port' | 'certificate' | 'address' | 'gitlab' | 'token' | 'project' | 'rateLimit';

/** One step of the check. Its texts are plain text, even if they quote a server. */
export interface ConnectionStep {
  readonly name: StepName;
  /** `skipped` also stands for a step without a result. */
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly found: string;
  readonly fix?: string;
  /** The action that follows {@link fix}, if VS Code can do it. */
  readonly action?: StepAction;
}

/** The name of a step in the report. */
export function stepTitle(name: StepName): string {
  switch (name) {
    case 'proxy':
      return l10n.t('Proxy');
    case 'name':
      return l10n.t('Name resolution');
    case 'port':
      return l10n.t('Connection');
    case 'certificate':
      return l10n.t('Certificate');
    case 'address':
      return l10n.t('Address and subpath');
    case 'gitlab':
      return l10n.t('GitLab');
    case 'token':
      return l10n.t('Access token');
    case 'project':
      return l10n.t('Project');
    case 'rateLimit':
      return l10n.t('Rate limit');
  }
}

/** The result of all steps, in one sentence. */
export function verdictText(steps: readonly ConnectionStep[]): string {
  const failed = steps.filter(({ verdict }) => verdict === 'failed').map(({ name }) => stepTitle(name));
  return failed.length === 0
    ? l10n.t('No problems found.')
    : l10n.t('Problems found: {0}.', [...new Set(failed)].join(', '));
}

/**
 * Formats the steps as Markdown for a bug report, without secrets and with all server text escaped.
 *
 * @param environment versions of the extension, VS Code, and the system, and where the check ran, one per line.
 */
export function connectionReport(
  instance: InstanceUrl,
  environment: readonly string[],
  steps: readonly ConnectionStep[],
  scrubber: Scrubber,
): string {
  const report = [
    `# ${l10n.t('Connection to {0}', plain(instanceLabel(instance)))}`,
    '',
    ...environment.map((line) => `- ${plain(line)}`),
    '',
    `**${plain(verdictText(steps))}**`,
    '',
    ...steps.flatMap(lines),
    '',
    plain(
      l10n.t(
        "This report doesn't contain tokens, but it includes host, user, and project names. Review it before you share it.",
      ),
    ),
    '',
  ].join('\n');
  return scrubber.scrub(report);
}

const marks = { passed: '✔', failed: '✘', skipped: '–' };

function lines({ name, verdict, found, fix }: ConnectionStep): string[] {
  const first = `- ${marks[verdict]} **${plain(stepTitle(name))}:** ${plain(found)}`;
  return fix === undefined ? [first] : [first, `  - **${plain(l10n.t('What to do:'))}** ${plain(fix)}`];
}

/**
 * Escapes text for Markdown, because it can come from certificates, servers, and remotes. Of the invisible characters,
 * only those stay that isolate a name from the text around it. The zero-width space after `@` keeps the report from
 * mentioning users where it's posted.
 */
function plain(text: string): string {
  return plainExcerpt(text, Infinity)
    .replace(/(?![\u2066-\u2069])\p{Cf}/gu, '')
    .replace(/[\\`*[\]<>|~&]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .trim();
}
