import * as l10n from '@vscode/l10n';
import { type InstanceUrl, instanceLabel } from '../../model/address/instanceUrl.ts';
import { type ConnectionStep, stepTitle, verdictText } from '../../model/connection/connectionReport.ts';
import type { StepAction } from '../../model/connection/stepAction.ts';
import type { Scrubber } from '../../model/text/scrubber.ts';
import { plainExcerpt } from '../../model/text/plainText.ts';
import { documentHtml, escaped, type PageResources } from '../page/pageHtml.ts';

/** The result of a check, to show. */
export interface CheckedConnection {
  readonly instance: InstanceUrl;
  /** See `connectionReport`. */
  readonly environment: readonly string[];
  readonly steps: readonly ConnectionStep[];
}

/** What the user can select in the report. */
export type ReportChoice = 'checkAgain' | 'checkOther' | 'copy' | StepAction;

const icons = { passed: 'pass', failed: 'error', skipped: 'circle-slash' };

/** The choices of a report. The report's buttons refer to them by their position. */
export function reportChoices({ steps }: CheckedConnection): readonly ReportChoice[] {
  return ['checkAgain', 'checkOther', 'copy', ...steps.flatMap(({ action }) => action ?? [])];
}

/** The HTML of a report. A step that failed has the button that helps. */
export function connectionHtml(resources: PageResources, checked: CheckedConnection, scrubber: Scrubber): string {
  const { instance, environment, steps } = checked;
  const choices = reportChoices(checked);
  const title = l10n.t('Connection to {0}', instanceLabel(instance));
  const button = (choice: ReportChoice) =>
    `<button type="button" class="gl-button" data-message="${choices.indexOf(choice)}">${shown(choiceTitle(choice))}</button>`;
  const step = ({ name, verdict, found, fix, action }: ConnectionStep) => {
    const icon = `<span class="codicon codicon-${icons[verdict]}" aria-label="${escaped(verdictName(verdict))}" role="img"></span>`;
    const help = fix === undefined ? '' : `<p><strong>${escaped(l10n.t('What to do:'))}</strong> ${shown(fix)}</p>`;
    return `<li class="gl-step gl-step-${verdict}">${icon}<div><p><strong>${escaped(stepTitle(name))}:</strong> ${shown(found)}</p>${help}${action ? button(action) : ''}</div></li>`;
  };
  const main = [
    `<h1>${shown(title)}</h1>`,
    `<p role="status"><strong>${escaped(verdictText(steps))}</strong></p>`,
    `<div class="gl-buttons">${button('checkAgain')}${button('checkOther')}${button('copy')}</div>`,
    `<ul class="gl-steps">${steps.map(step).join('')}</ul>`,
    `<p class="gl-faint">${environment.map(shown).join(' · ')}</p>`,
  ];
  return documentHtml(resources, { title, main: scrubber.scrub(main.join('\n')), given: { kept: {} } });
}

/** Plain text in HTML, because it can come from certificates, servers, and remotes. */
function shown(text: string): string {
  return escaped(plainExcerpt(text, Infinity));
}

function verdictName(verdict: ConnectionStep['verdict']): string {
  switch (verdict) {
    case 'passed':
      return l10n.t('Passed');
    case 'failed':
      return l10n.t('Failed');
    case 'skipped':
      return l10n.t('Skipped');
  }
}

function choiceTitle(choice: ReportChoice): string {
  if (choice === 'copy') return l10n.t('Copy Report');
  if (choice === 'checkOther') return l10n.t('Check Another Instance…');
  if (choice === 'checkAgain') return l10n.t('Check Again');
  switch (choice.kind) {
    case 'signIn':
      return l10n.t('Sign In to {0}', instanceLabel(choice.instance));
    case 'upgrade':
      return l10n.t('Upgrade to Read-Write Access');
    case 'renew':
      return l10n.t('Renew Token');
    case 'trust':
      return l10n.t('Manage Workspace Trust');
    case 'chooseSource':
      return l10n.t('Select Issue Source');
    case 'setting':
      return l10n.t("Open the '{0}' Setting", choice.name);
    case 'open':
      return l10n.t('Open in GitLab');
  }
}
