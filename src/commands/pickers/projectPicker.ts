import { l10n, ThemeIcon } from 'vscode';
import { type RemoteItem, showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import type { Clock } from '../../model/time/clock.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { Project } from '../../model/project.ts';

/** Asks for a project, which GitLab finds while the user types. Undefined when the user cancels. */
export function pickProject(
  title: string,
  find: (words: string, signal: AbortSignal) => Promise<readonly Project[]>,
  clock: Clock,
): Promise<Project | undefined> {
  const none = { label: l10n.t('No projects found that you can move issues to'), alwaysShow: true };
  const search = async (words: string, signal: AbortSignal): Promise<RemoteItem<Project>[]> => {
    const projects = await find(words, signal);
    return projects.length > 0 ? projects.map(itemOf) : [none];
  };
  return showRemoteQuickPick({ title, placeholder: l10n.t('Search by project name or path'), search }, clock);
}

/** Shown even without matching letters, because GitLab's search matches more than the label. */
function itemOf(project: Project): RemoteItem<Project> {
  const { name, path } = project;
  return {
    label: plainLabel(name),
    description: plainLabel(path),
    iconPath: new ThemeIcon('repo'),
    alwaysShow: true,
    value: project,
  };
}
