import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import type { Project } from '../../model/project.ts';
import { foldedText } from '../../model/text/foldedText.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { Clock } from '../../model/time/clock.ts';
import { fuzzyMatches } from '../../sync/search/fuzzyMatches.ts';

/** The projects to offer. */
export interface OfferedProjects {
  /** Those that are known without a request. */
  readonly known: readonly Project[];
  readonly find: (words: string, signal: AbortSignal) => Promise<readonly Project[]>;
}

/** Asks for a project: one that is known, or one that GitLab finds. Undefined when the user cancels. */
export function pickProject(
  title: string,
  { known, find }: OfferedProjects,
  clock: Clock,
): Promise<Project | undefined> {
  return showRemoteQuickPick<Project>(
    {
      title,
      placeholder: l10n.t('Search by project name or path'),
      none: l10n.t('No projects found that you can move issues to'),
      // Shown even without matching letters, because the search finds similar words.
      local: (text) => matching(known, text).map((project) => ({ ...rowOf(project), alwaysShow: true })),
      search: async (words, signal) => [
        { label: l10n.t('From GitLab'), kind: QuickPickItemKind.Separator },
        ...(await find(words, signal)).map(rowOf),
      ],
      keepsOrder: true,
    },
    clock,
  );
}

/** The projects with all of the words in their name or path, or with similar words. */
function matching(projects: readonly Project[], text: string): readonly Project[] {
  const words = foldedText(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const texts = projects.map(({ name, path }) => foldedText(`${name} ${path}`));
  const found = projects.filter((_, at) => words.every((word) => texts[at]?.includes(word)));
  return found.length > 0 ? found : fuzzyMatches(texts, words).flatMap((at) => projects[at] ?? []);
}

function rowOf(project: Project): RemoteItem<Project> {
  const { id, name, path } = project;
  return {
    label: plainLabel(name),
    description: plainLabel(path),
    iconPath: new ThemeIcon('repo'),
    key: String(id),
    value: project,
  };
}
