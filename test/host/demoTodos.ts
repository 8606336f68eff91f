import type { TodoAction } from '../gitlab/world/records.ts';
import type { World } from '../gitlab/world/world.ts';

/** Adds issues of the first project to the To-Do List of the demo's user, for the most common reasons. */
export function addDemoTodos(world: World): void {
  const me = world.tokens.get('personal')?.userId;
  const [project] = world.projects.values();
  if (me === undefined || !project) return;
  const open = world.issues(project.id).filter(({ state }) => state === 'opened');
  const others = open.filter(({ authorId, assigneeIds }) => authorId !== me && !assigneeIds.includes(me));
  const reasons: readonly (readonly [TodoAction, (typeof open)[number] | undefined])[] = [
    ['marked', others[0]],
    ['mentioned', others[1]],
    ['assigned', open.find(({ authorId, assigneeIds }) => authorId !== me && assigneeIds.includes(me))],
  ];
  for (const [action, issue] of reasons)
    if (issue) world.activity.addTodo(me, issue.id, { action, authorId: action === 'marked' ? me : issue.authorId });
}
