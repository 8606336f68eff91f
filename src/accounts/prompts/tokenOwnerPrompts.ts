import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { InstanceSite } from '../../model/address/instanceBases.ts';
import { type InstanceUrl, instanceLabel } from '../../model/address/instanceUrl.ts';
import { groupsAbove, readHomePath, type TokenOwner } from '../../model/address/tokenPage.ts';
import { plainLabel, plainMessage } from '../../model/text/plainText.ts';

type BoundKind = 'project' | 'group';
type PathItem = QuickPickItem & { readonly path?: string };

/**
 * Asks for the project or group of a new token: one from the workspace's remotes, or a typed one.
 * @param projects the paths of the projects that the remotes point to on this instance.
 * @returns its path. Undefined when the user cancels.
 */
export async function pickTokenOwner(
  site: InstanceSite,
  kind: BoundKind,
  projects: readonly string[],
): Promise<string | undefined> {
  const isProject = kind === 'project';
  const paths = isProject ? projects : [...new Set(projects.flatMap(groupsAbove))];
  if (paths.length === 0) return askPath(site, kind);
  const icon = new ThemeIcon(isProject ? 'repo' : 'organization');
  const items: PathItem[] = [
    { label: l10n.t('In this workspace'), kind: QuickPickItemKind.Separator },
    ...paths.map((path) => ({ label: plainLabel(path), iconPath: icon, path })),
    { label: l10n.t('Other'), kind: QuickPickItemKind.Separator },
    { label: isProject ? l10n.t('Another Project…') : l10n.t('Another Group…'), iconPath: new ThemeIcon('edit') },
  ];
  const picked = await window.showQuickPick(items, {
    title: titleOf(site.instance, kind),
    placeHolder: isProject ? l10n.t('Select the project for the token') : l10n.t('Select the group for the token'),
    ignoreFocusOut: true,
  });
  return picked && (picked.path ?? askPath(site, kind));
}

async function askPath(site: InstanceSite, kind: BoundKind): Promise<string | undefined> {
  const { instance } = site;
  const wrong =
    kind === 'project'
      ? l10n.t('Enter a valid project path, such as group/project.')
      : l10n.t('Enter a valid group path, such as group or group/subgroup.');
  const typed = await window.showInputBox({
    title: titleOf(instance, kind),
    prompt:
      kind === 'project'
        ? l10n.t('Enter the path or URL of the project on {0}', instanceLabel(instance))
        : l10n.t('Enter the path or URL of the group on {0}', instanceLabel(instance)),
    placeHolder: kind === 'project' ? 'group/project' : 'group',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' || readHomePath(text, site, kind) ? undefined : wrong),
  });
  return typed === undefined ? undefined : readHomePath(typed, site, kind);
}

function titleOf(instance: InstanceUrl, kind: BoundKind): string {
  return kind === 'project'
    ? l10n.t('Create a Project Access Token on {0}', instanceLabel(instance))
    : l10n.t('Create a Group Access Token on {0}', instanceLabel(instance));
}

/** Lists the values to enter on a page that GitLab doesn't fill in. Returns whether to open it. */
export async function explainTokenPage({ kind, path }: Exclude<TokenOwner, { kind: 'personal' }>): Promise<boolean> {
  const open = l10n.t('Open Page');
  const steps = [
    kind === 'project'
      ? l10n.t("On the page that opens (available to Maintainers and Owners), select 'Add new token' and enter:")
      : l10n.t("On the page that opens (available to Owners), select 'Add new token' and enter:"),
    '',
    l10n.t('• Token name: VS Code. The bot user gets the same name.'),
    l10n.t('• Expiration date: up to one year from today. The token expires at midnight UTC at the start of that day.'),
    l10n.t('• Role: Reporter, or Planner (GitLab 17.7 and later).'),
    l10n.t('• Scopes: api, or read_api for read-only access.'),
    '',
    l10n.t('Copy the token before you leave the page. GitLab shows it only once.'),
  ];
  const answer = await window.showInformationMessage(
    kind === 'project'
      ? l10n.t('Create a project access token in {0}', plainMessage(path))
      : l10n.t('Create a group access token in {0}', plainMessage(path)),
    { modal: true, detail: steps.join('\n') },
    open,
  );
  return answer === open;
}
