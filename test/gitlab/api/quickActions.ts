import type { Json } from '../entities/presenter.ts';
import type { Call } from '../http/call.ts';
import type { IssueChange } from '../world/issueChange.ts';
import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import { quickActionCommands } from './quickActionCommands.ts';

/** The state of a command's run. Commands add to `change`, `changes`, and `after`. */
export interface QuickActionContext {
  readonly call: Call;
  readonly project: ProjectRecord;
  /** Undefined while the issue is being created. */
  readonly issue: IssueRecord | undefined;
  readonly change: IssueChange;
  /** As GitLab shows them in `commands_changes`. */
  readonly changes: Json;
  /** Effects outside the issue itself: to-dos, subscriptions, reactions, links. */
  readonly after: ((issue: IssueRecord) => void)[];
}

export interface QuickActionResult extends QuickActionContext {
  /** The text without the commands. */
  readonly text: string;
  readonly commandCount: number;
  readonly messages: readonly string[];
}

/** Marks lines that can't be commands: fenced code and quotes. */
function* plainLines(text: string): Generator<{ line: string; plain: boolean }> {
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const mark = /^\s{0,3}(```|~~~|>>>)/.exec(line)?.[1];
    const inside = fence !== undefined;
    if (mark !== undefined && (!inside || fence === mark)) fence = inside ? undefined : mark;
    yield { line, plain: !inside && mark === undefined };
  }
}

/**
 * Removes the quick actions from a description or comment and returns their effects
 * (https://docs.gitlab.com/user/project/quick_actions/). Also removes carriage returns and trailing white space, as
 * `lib/gitlab/quick_actions/extractor.rb` does.
 */
export function readQuickActions(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord | undefined,
  given: string,
): QuickActionResult {
  const context: QuickActionContext = { call, project, issue, change: {}, changes: {}, after: [] };
  const kept: string[] = [];
  const messages: string[] = [];
  let commandCount = 0;
  for (const { line, plain } of plainLines(given.replaceAll('\r', ''))) {
    const match = plain ? /^\s*\/([a-z_]+)(?:[ \t]+(.*))?$/i.exec(line) : null;
    const name = match?.[1]?.toLowerCase() ?? '';
    const argument = match?.[2]?.trim() ?? '';
    const command = Object.hasOwn(quickActionCommands, name) ? quickActionCommands[name] : undefined;
    if (!command) kept.push(line);
    else if ('text' in command) kept.push(`${argument} ${command.text}`.trim());
    else {
      commandCount += 1;
      const message = command.available(context)
        ? command.run(context, argument)
        : `Could not apply ${command.name ?? name} command.`;
      if (message !== undefined) messages.push(message);
    }
  }
  const text = kept.join('\n').trimEnd();
  return { ...context, text: commandCount === 0 ? text : text.trim(), commandCount, messages };
}
