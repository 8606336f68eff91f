import * as l10n from '@vscode/l10n';
import { mostEntries } from '../../model/limits.ts';
import { isDraftTombstone } from '../../model/page/draftTombstone.ts';
import type { PageIdentity, PageMessage } from '../../model/page/pageMessages.ts';
import type { PageState } from '../../model/page/pageState.ts';
import { plainText } from '../../model/text/plainText.ts';
import { documentHtml, escaped, type PageResources, sourceHtml, titleOf } from './pageHtml.ts';

/** Why a page is plain. It just stopped responding, or it did so every time it was opened. */
export type PlainReason = 'unresponsive' | 'blocked';

/**
 * The HTML of an issue's page that stopped responding. It contains what the mirror holds and the unsent drafts, all as
 * text. Its script only handles the buttons.
 */
export function plainPageHtml(
  resources: PageResources,
  state: PageState | undefined,
  kept: PageIdentity,
  why: PlainReason,
): string {
  const title = state ? titleOf(state) : '';
  const reason =
    why === 'unresponsive'
      ? l10n.t('This page stopped responding, so the issue is shown as plain text.')
      : l10n.t('This page stopped responding the last two times it was opened. The issue is shown as plain text.');
  const main = [
    `<h1 dir="auto">${escaped(title)}</h1>`,
    `<p role="alert">${escaped(reason)}</p>`,
    '<div class="gl-buttons">',
    button(l10n.t('Try Again'), { type: 'reload' }, 'gl-button gl-button-primary'),
    state ? button(l10n.t('Open in GitLab'), { type: 'run', command: 'openInBrowser' }, 'gl-button') : '',
    '</div>',
    ...(state ? issueHtml(state) : []),
  ];
  return documentHtml(resources, { title, main: main.join('\n'), given: { kept } });
}

function issueHtml({ issue, description = '', drafts }: PageState): readonly string[] {
  const facts = [
    issue.state === 'opened' ? l10n.t('Open') : l10n.t('Closed'),
    ...issue.assignees.slice(0, mostEntries).map(({ name }) => name),
    ...issue.labels.slice(0, mostEntries),
  ];
  const unsent = Object.values(drafts).filter((draft) => !isDraftTombstone(draft) && draft.text !== draft.base);
  return [
    `<p class="gl-faint" dir="auto">${facts.map((fact) => escaped(plainText(fact))).join(' · ')}</p>`,
    sourceHtml(description),
    ...(unsent.length > 0 ? [`<h2>${escaped(l10n.t('Unsent drafts'))}</h2>`] : []),
    ...unsent.map(({ text }) => sourceHtml(text)),
  ];
}

function button(label: string, message: PageMessage, style: string): string {
  return `<button type="button" class="${style}" data-message="${escaped(JSON.stringify(message))}">${escaped(label)}</button>`;
}
