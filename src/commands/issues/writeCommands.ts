import { type CommandId, commands } from '../../manifest.ts';
import { readAnswers } from '../answers.ts';
import type { BulkWrite, BulkWriter } from './bulkWrite.ts';
import { issueAnswers, type IssueTargets } from './issueTargets.ts';
import type { Answers, CommandRunner } from '../run.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** Determines what a command does to its issues; undefined when the user canceled or it is done already. */
export type AskWrite = (
  targets: readonly TrackedIssue[],
  answers: Answers | undefined,
) => Promise<BulkWrite | undefined> | BulkWrite | undefined;

/** Registers the commands that change issues: their targets, what is asked, and the write itself go the same way for all. */
export class WriteCommands {
  constructor(
    private readonly run: CommandRunner,
    private readonly targets: IssueTargets,
    private readonly writer: BulkWriter,
  ) {}

  /** @param names of the answers beyond those that name the issues. */
  add(id: CommandId, names: readonly string[], ask: AskWrite): void {
    this.run.register(id, async (input) => {
      const { answers, page } = input;
      if (answers) {
        const others = Object.entries(answers).filter(([name]) => !names.includes(name));
        readAnswers(issueAnswers, Object.fromEntries(others));
      }
      const targets = await this.targets.find(input, id === commands.reopenIssue ? 'closed' : undefined);
      const write = targets.length > 0 ? await ask(targets, answers) : undefined;
      if (!write) return;
      if (answers) await this.writer.runFor(targets, write, answers['confirm'] === true);
      else if (page) await this.writer.runOnPage(page, write);
      else await this.writer.runVisibly(targets, write);
    });
  }
}
