import type { StateCore, Token } from 'markdown-it';
import { isTask } from '../../../model/taskList.ts';
import { environmentOf } from '../renderEnvironment.ts';
import { markAttribute } from '../marks.ts';

const box = /^\[([ \t\u00a0\u2000-\u200a\u202f\u205f\u3000xX~])\](?:[ \t\u00a0]|\n|$)/;

/**
 * Turns `- [ ]`, `- [x]`, and `- [~]` into checkboxes, also as the only content of a table cell. The user can check those
 * that GitLab can toggle.
 * https://docs.gitlab.com/user/markdown/#task-lists
 */
export function taskItems(state: StateCore): void {
  const { tokens } = state;
  tokens.forEach((token, index) => {
    if (token.type !== 'inline') return;
    const before = tokens[index - 1];
    const item = before?.type === 'paragraph_open' ? tokens[index - 2] : undefined;
    const cell = before?.type === 'td_open' ? before : undefined;
    const found = box.exec(token.content);
    if (!found || (item?.type !== 'list_item_open' && !(cell && token.content.length === 3))) return;
    putBox(state, token, found, item);
  });
}

function putBox(state: StateCore, inline: Token, found: RegExpExecArray, item: Token | undefined): void {
  const { marks, lines, context } = environmentOf(state.env);
  const [first, ...others] = inline.children ?? [];
  if (first?.type !== 'text' || !first.content.startsWith(found[0].slice(0, 3))) return;
  // A task in a table isn't on a line of its own.
  const line = inline.map?.[0] ?? 0;
  const isInapplicable = found[1] === '~';
  const mark = {
    kind: 'task',
    line,
    source: lines[line] ?? '',
    checked: found[1] === 'x' || found[1] === 'X',
    canTick: item !== undefined && inline.map !== null && isTask(lines[line] ?? '') && context.mayTick,
    isInapplicable,
  } as const;
  const token = new state.Token('task_box', 'span', 0);
  token.attrSet(markAttribute, marks.add(mark));
  first.content = first.content.slice(3).replace(/^[ \t\u00a0]+/, '');
  const rest = [first, ...others];
  inline.children = [token, ...(isInapplicable ? struckOut(state, rest) : rest)];
  item?.attrSet(markAttribute, marks.add({ kind: 'class', name: 'md-task' }));
}

function struckOut(state: StateCore, tokens: readonly Token[]): Token[] {
  return [new state.Token('s_open', 's', 1), ...tokens, new state.Token('s_close', 's', -1)];
}
