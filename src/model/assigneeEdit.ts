import type { MixedSelection } from './mixedSelection.ts';

/** Computes the new assignees of an issue from the current ones, as user ids. */
export type AssigneeEdit = (ids: readonly number[]) => readonly number[];

/** The new assignees of an issue that can have only one. A single new assignee replaces the previous one. */
export function onlyNew(ids: readonly number[], edited: readonly number[]): readonly number[] {
  const added = edited.filter((id) => !ids.includes(id));
  return added.length === 1 ? added : edited;
}

/** The edit that a selection of user ids stands for. It keeps the assignees that the user didn't change. */
export function editOf({ added, removed }: Pick<MixedSelection<number>, 'added' | 'removed'>): AssigneeEdit {
  return (ids) => [...ids.filter((id) => !removed.includes(id) && !added.includes(id)), ...added];
}
