import type { IssueAct } from '../issueCommand.ts';
import type { PageAct } from './pageAct.ts';

/**
 * The act that undoes an act of an issue page, unless someone else changes the same text. Undefined if that isn't
 * possible, such as for a comment, which others may have read.
 */
export function inversePageAct(act: PageAct): IssueAct | undefined {
  switch (act.kind) {
    case 'title':
      return { kind: 'change', change: { title: act.base }, base: { title: act.title.trim() } };
    case 'description':
    case 'editNote':
      return { ...act, body: act.base, base: act.body };
    case 'task':
      return { ...act, checked: !act.checked };
    case 'resolve':
      return { ...act, resolved: !act.resolved };
    case 'react':
      return { ...act, on: !act.on };
    case 'comment':
    case 'reply':
    case 'deleteNote':
    case 'unlink':
      return undefined;
  }
}
