import * as v from 'valibot';
import { l10n } from 'vscode';
import { commands } from '../../manifest.ts';
import { basesOf } from '../../model/address/instanceBases.ts';
import { readIssueName } from '../../model/address/issueName.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type IssueName, linkTypes } from '../../model/issueActions.ts';
import { projectNameOf, projectPathOf } from '../../model/issueScope.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { IssuePicker } from '../pickers/issuePicker.ts';
import type { BulkWrite } from './bulkWrite.ts';
import { issueEntries } from './issueTargets.ts';
import { sendTo } from './sendTo.ts';
import type { WriteCommands } from './writeCommands.ts';

const linkAnswers = v.strictObject({
  ...issueEntries,
  target: v.optional(v.string()),
  type: v.optional(v.picklist(linkTypes)),
});

/** The command that links issues to another one. */
export class LinkCommands {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly picker: IssuePicker,
  ) {}

  register(write: WriteCommands): void {
    write.add(commands.linkIssue, linkAnswers, (targets, given) => this.link(targets, given ?? {}));
  }

  private async link(
    targets: readonly TrackedIssue[],
    { target: given, type = 'relates_to' }: v.InferOutput<typeof linkAnswers>,
  ): Promise<BulkWrite | undefined> {
    const picked = given ?? (await this.pick(targets));
    if (picked === undefined) return undefined;
    const nameFor = (target: TrackedIssue | undefined): IssueName =>
      typeof picked === 'string'
        ? this.expectName(target, picked)
        : { projectPath: projectPathOf(picked.issue), iid: picked.issue.iid };
    nameFor(targets[0]);
    return {
      title: l10n.t('Linking issues'),
      done: (count, name) => (count === 1 ? l10n.t('Linked #{0}.', name) : l10n.t('Linked {0} issues.', count)),
      act: async (target) => {
        await sendTo(this.synchronizer, target, { kind: 'link', target: nameFor(target), type });
        return 'done';
      },
    };
  }

  /** Asks for the other issue. A text can name one that isn't loaded. */
  private pick(targets: readonly TrackedIssue[]): Promise<TrackedIssue | string | undefined> {
    const [first, another] = targets;
    const instance = this.synchronizer.tracker(first?.tracker)?.instance;
    return this.picker.ask({
      title: another
        ? l10n.t('Link {0} Issues', targets.length)
        : l10n.t('Link #{0} to Another Issue', first?.issue.iid ?? ''),
      placeholder: l10n.t('Search by number, title, label, person, or URL'),
      // GitLab links only issues of the same instance.
      isSearched: (tracker) => tracker.instance === instance,
      isOffered: ({ issue }) => another !== undefined || issue.id !== first?.issue.id,
      named: (text, found) => {
        const name = this.nameIn(first, text);
        const isFound = found.some(({ issue }) => issue.iid === name?.iid && projectPathOf(issue) === name.projectPath);
        if (!name || isFound) return [];
        // Not the typed text, which can name another issue in the project of another target.
        const full = `${name.projectPath}#${name.iid}`;
        return [{ label: l10n.t('Link to {0}', plainLabel(full)), text: full }];
      },
    });
  }

  private nameIn(target: TrackedIssue | undefined, text: string): IssueName | undefined {
    const tracker = this.synchronizer.tracker(target?.tracker);
    if (!tracker || !target) return undefined;
    const project = projectNameOf(target.issue);
    return readIssueName(text, basesOf(tracker.instance, project), project.path);
  }

  private expectName(target: TrackedIssue | undefined, text: string): IssueName {
    const name = this.nameIn(target, text);
    if (!name) throw new GitLabError('invalid', { detail: 'issueName' });
    return name;
  }
}
