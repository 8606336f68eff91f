import { l10n, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import type { IssueTemplate } from '../../model/gateway/templateGateway.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';
import { plainExcerpt, plainLabel, plainText } from '../../model/text/plainText.ts';
import { actionsNote } from '../../model/text/templateNote.ts';
import type { Clock } from '../../model/time/clock.ts';

/** The maximum number of templates whose text is requested before the user selects one. */
const mostPreviews = 20;
/** The maximum number of characters of a preview. */
const longestPreview = 160;

/** A template in the list, with its text if it was requested. */
interface Offered {
  readonly name: string | undefined;
  readonly known?: IssueTemplate | undefined;
}

/**
 * Asks for a template of a project. The list shows the start of each text, and the quick actions in it. Undefined if the
 * user cancels.
 */
export async function pickTemplate(
  { gateway, project }: ProjectAccess,
  clock: Clock,
): Promise<IssueTemplate | undefined> {
  const { templates } = gateway;
  const picked = await showRemoteQuickPick<Offered>(
    {
      title: l10n.t('Create Issue in {0}', plainText(project.path)),
      placeholder: l10n.t('Select a template'),
      none: l10n.t("No issue templates found. GitLab reads them from '.gitlab/issue_templates' on the default branch."),
      needsSearch: () => false,
      search: async (_, signal, show) => {
        const { names, standard } = await templates.list(project, signal);
        const first = standard && standard.name === undefined ? [{ name: undefined, known: standard }] : [];
        const known = (name: string) => (name === standard?.name ? standard : undefined);
        show([...first, ...names.map((name) => ({ name, known: known(name) }))].map(rowOf));
        const previewed = names.map(async (name, at) => {
          // A failure is shown if the user selects the template.
          const read = at < mostPreviews ? templates.find(project, name, signal).catch(() => undefined) : undefined;
          return { name, known: known(name) ?? (await read) };
        });
        return [...first, ...(await Promise.all(previewed))].map(rowOf);
      },
    },
    clock,
  );
  return picked && (picked.known ?? templates.find(project, picked.name ?? ''));
}

function rowOf(offered: Offered): RemoteItem<Offered> {
  const { name, known } = offered;
  const preview = known && [plainExcerpt(known.text.trim(), longestPreview), ...actionsNote(known.text)].join(' ');
  return {
    label: name === undefined ? l10n.t('Default description of the project') : plainLabel(name),
    ...(preview === undefined ? {} : { detail: plainLabel(preview) }),
    iconPath: new ThemeIcon('file'),
    key: name ?? '',
    value: offered,
  };
}
