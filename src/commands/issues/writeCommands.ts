import type * as v from 'valibot';
import { type CommandId, commands } from '../../manifest.ts';
import { readAnswers } from '../answers.ts';
import type { BulkWrite, BulkWriter } from './bulkWrite.ts';
import type { IssueAnswers, IssueTargets } from './issueTargets.ts';
import type { CommandRunner } from '../run.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { IssueTree } from '../../views/tree/issueTree.ts';

/** Determines the change to a command's issues. Undefined when the user canceled, or the change is already made. */
export type AskWrite<T extends IssueAnswers> = (
  targets: readonly TrackedIssue[],
  given: T | undefined,
) => Promise<BulkWrite | undefined> | BulkWrite | undefined;

/** The commands after which an issue no longer belongs in its list. Its row keeps its place, and the focus. */
const statesInRows: readonly CommandId[] = [commands.closeIssue, commands.reopenIssue];

/**
 * Registers the commands that change issues. They all share the steps to find the issues, ask the user, and send the
 * change.
 */
export class WriteCommands {
  constructor(
    private readonly run: CommandRunner,
    private readonly targets: IssueTargets,
    private readonly writer: BulkWriter,
    private readonly tree: Pick<IssueTree, 'keepInPlace'>,
  ) {}

  /** @param schema of the argument: {@link issueEntries}, plus the entries of the command. */
  add<T extends IssueAnswers>(id: CommandId, schema: v.GenericSchema<unknown, T>, ask: AskWrite<T>): void {
    this.run.register(id, async (input) => {
      const given = input.answers && readAnswers(schema, input.answers);
      const targets = await this.targets.find(input, given, id === commands.reopenIssue ? 'closed' : undefined);
      const write = targets.length > 0 ? await ask(targets, given) : undefined;
      if (!write) return;
      if (given) await this.writer.runFor(targets, write, given.confirm === true);
      else if (input.page) await this.writer.runOnPage(input.page, write);
      else if (statesInRows.includes(id)) {
        const rows = this.targets.issueRows(input);
        await this.writer.runVisibly(targets, { ...write, begin: () => this.tree.keepInPlace(rows) });
      } else await this.writer.runVisibly(targets, write);
    });
  }
}
