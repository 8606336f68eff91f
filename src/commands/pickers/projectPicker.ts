import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { Project } from '../../model/project.ts';

/** So long after the last key GitLab is asked. */
const pauseOfTyping = 300;

type Item = QuickPickItem & { readonly project?: Project };

/** Asks for a project, which is searched on GitLab while the user types. Undefined when the user cancels. */
export async function pickProject(
  title: string,
  find: (words: string, signal: AbortSignal) => Promise<readonly Project[]>,
  clock: Clock,
): Promise<Project | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = title;
  pick.placeholder = l10n.t('Search by project name or path');
  pick.matchOnDescription = true;
  let asked = new AbortController();
  let timer: Disposable | undefined;
  const ask = async () => {
    const { signal } = asked;
    pick.busy = true;
    try {
      const projects = await find(pick.value.trim(), signal);
      if (signal.aborted) return;
      pick.items =
        projects.length > 0 ? projects.map(itemOf) : [noteOf(l10n.t('No projects found that you can move issues to'))];
    } catch (thrown) {
      if (!signal.aborted) pick.items = [noteOf(GitLabError.from(thrown).message)];
    }
    if (!signal.aborted) pick.busy = false;
  };
  try {
    return await new Promise<Project | undefined>((resolve) => {
      pick.onDidChangeValue(() => {
        timer?.dispose();
        asked.abort();
        asked = new AbortController();
        timer = clock.after(pauseOfTyping, () => void ask());
      });
      pick.onDidAccept(() => {
        const [item] = pick.activeItems;
        if (!item?.project) return;
        resolve(item.project);
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
      void ask();
    });
  } finally {
    timer?.dispose();
    asked.abort();
    pick.dispose();
  }
}

/** GitLab's search finds what the letters alone would not show. */
function itemOf(project: Project): Item {
  const { name, path } = project;
  return {
    label: plainLabel(name),
    description: plainLabel(path),
    iconPath: new ThemeIcon('repo'),
    alwaysShow: true,
    project,
  };
}

function noteOf(text: string): Item {
  return { label: plainLabel(text), alwaysShow: true };
}
