import { env, l10n, ThemeIcon } from 'vscode';
import { openInBrowser } from '../../host/browser.ts';
import { commands } from '../../manifest.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { IssuePicker } from '../pickers/issuePicker.ts';
import type { CommandRunner } from '../run.ts';

/** The command that finds an issue and opens it. */
export class SearchCommands {
  /**
   * @param open shows an issue.
   * @param select selects the row of an issue, if there is one.
   */
  constructor(
    private readonly picker: IssuePicker,
    private readonly open: (target: TrackedIssue) => Promise<void>,
    private readonly select: (target: TrackedIssue) => Promise<void>,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.search, () => this.find());
  }

  private async find(): Promise<void> {
    const found = await this.picker.ask({
      title: l10n.t('Search Issues'),
      placeholder: l10n.t('Search by number, title, label, person, or URL'),
      buttons: [
        {
          iconPath: new ThemeIcon('link-external'),
          tooltip: l10n.t('Open in Browser'),
          press: ({ issue }) => void openInBrowser(issue.webUrl),
        },
        {
          iconPath: new ThemeIcon('copy'),
          tooltip: l10n.t('Copy Reference'),
          press: ({ issue }) => void env.clipboard.writeText(issue.reference),
        },
      ],
    });
    if (found === undefined || typeof found === 'string') return;
    await Promise.all([this.open(found), this.select(found)]);
  }
}
