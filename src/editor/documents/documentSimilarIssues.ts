import { type CancellationToken, CodeLens, type CodeLensProvider, l10n, Range, type TextDocument } from 'vscode';
import { commands } from '../../manifest.ts';
import { readIssueDocument } from '../../model/document/issueDocument.ts';
import { projectUrlOf } from '../../model/issueScope.ts';
import { plainExcerpt, plainLabel } from '../../model/text/plainText.ts';
import { loadEmoji, shownTitle } from '../../model/text/shownTitle.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { SimilarIssues } from '../../sync/search/similarIssues.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { DocumentProjects } from './documentProjects.ts';

/** The maximum number of characters of a title, because all issues are in one row. */
const longestTitle = 60;

/** Lists the issues that might make a new one unnecessary in a row above its title. */
export class DocumentSimilarIssues implements CodeLensProvider {
  constructor(
    private readonly projects: DocumentProjects,
    private readonly synchronizer: Pick<Synchronizer, 'trackers'>,
    private readonly similar: SimilarIssues,
    private readonly clock: Clock,
  ) {}

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    const project = await this.projects.of(document.uri);
    const [title] = (await readIssueDocument(document.getText(), this.clock.now())).values.title;
    if (!title || project?.webUrl === undefined) return [];
    const keys = this.synchronizer.trackers.map(({ key }) => key);
    await Promise.all([this.similar.update(keys), loadEmoji()]);
    if (token.isCancellationRequested) return [];
    const range = new Range(document.positionAt(title.start), document.positionAt(title.end));
    const found = this.similar.find(keys, project.webUrl, title.text);
    if (found.length === 0) return [];
    // Without a command, it's only text.
    const heading = new CodeLens(range, { title: l10n.t('Similar issues'), command: '' });
    return [heading, ...found.map((target) => new CodeLens(range, opening(target)))];
  }
}

function opening({ issue }: TrackedIssue) {
  const name = `#${issue.iid} ${plainLabel(plainExcerpt(shownTitle(issue.title), longestTitle))}`;
  return {
    title: issue.state === 'closed' ? l10n.t('{0} (closed)', name) : name,
    command: commands.openIssue,
    arguments: [{ project: projectUrlOf(issue), iid: issue.iid }],
  };
}
