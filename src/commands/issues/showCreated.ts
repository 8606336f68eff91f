import { env, l10n, window } from 'vscode';
import { commands } from '../../manifest.ts';
import type { Issue } from '../../model/issue.ts';
import { projectUrlOf } from '../../model/issueScope.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import { runAction } from '../runAction.ts';
import { messageName } from '../../model/text/messageName.ts';

/**
 * Names a new issue in a message with a button to open it.
 * @param text the message for the name of the issue.
 * @param reference adds a button to copy it.
 */
export async function showCreated(issue: Issue, text: (name: string) => string, reference?: string): Promise<void> {
  await loadEmoji();
  const [open, copy] = [l10n.t('Open'), l10n.t('Copy')];
  const buttons = reference === undefined ? [open] : [copy, open];
  const answer = await window.showInformationMessage(text(messageName(issue)), ...buttons);
  if (answer === copy) await env.clipboard.writeText(reference ?? '');
  if (answer === open) await runAction(commands.openIssue, { project: projectUrlOf(issue), iid: issue.iid });
}
