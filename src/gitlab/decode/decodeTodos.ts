import * as v from 'valibot';
import type { Todo } from '../../model/todo.ts';
import { id, lenient, parse, time, user, webUrl } from './decode.ts';
import { decodeIssue } from './decodeIssue.ts';

const todo = v.object({
  id,
  action_name: v.fallback(v.string(), ''),
  author: lenient(user),
  target_type: v.picklist(['Issue', 'WorkItem']),
  target: v.looseObject({}),
  target_url: lenient(webUrl),
  project: lenient(v.object({ path_with_namespace: v.string() })),
  created_at: time,
});

/**
 * Decodes the to-do items about issues. Skips those about anything else, such as an epic or a deleted issue, and invalid
 * ones. Throws `badData` if it isn't a list.
 */
export function decodeTodos(json: unknown): Todo[] {
  return parse(v.array(v.unknown()), json).flatMap((row) => {
    const read = v.safeParse(todo, row);
    return read.success ? todoOf(read.output) : [];
  });
}

function todoOf(raw: v.InferOutput<typeof todo>): Todo[] {
  const address = raw.target_url?.replace(/\/-\/.*$/s, '');
  const source = { projectPath: raw.project?.path_with_namespace ?? '', projectWebUrl: address ?? '' };
  try {
    const issue = decodeIssue(raw.target, source);
    return [
      {
        id: raw.id,
        action: raw.action_name,
        author: raw.author,
        issue,
        webUrl: raw.target_url ?? issue.webUrl,
        createdAt: raw.created_at,
      },
    ];
  } catch {
    return [];
  }
}
