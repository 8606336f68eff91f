import { quickActions } from '../page/quickActions.ts';

/** A quick action in a text. */
export interface QuickActionLine {
  /** Without the spaces around it. */
  readonly action: string;
  /** Where it starts in the text. */
  readonly start: number;
}

const fence = /^[ \t]*(```+|~~~+)/;
const action = /^[ \t]*(\/[a-z_]+)(?:[ \t]|$)/;

/**
 * Finds the lines of a text that GitLab runs as quick actions, such as `/label ~bug`. Lines of code aren't run.
 * https://docs.gitlab.com/user/project/quick_actions/
 */
export function quickActionLines(text: string): readonly QuickActionLine[] {
  if (!/^[ \t]*\/[a-z]/m.test(text)) return [];
  const known = new Set(quickActions().map(({ insert }) => insert));
  const found: QuickActionLine[] = [];
  let open: string | undefined;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const mark = fence.exec(line)?.[1];
    if (mark !== undefined && (open === undefined || mark.startsWith(open)))
      open = open === undefined ? mark : undefined;
    const name = open === undefined ? action.exec(line)?.[1] : undefined;
    if (name !== undefined && known.has(name)) found.push({ action: line.trim(), start: index + line.indexOf('/') });
  }
  return found;
}
