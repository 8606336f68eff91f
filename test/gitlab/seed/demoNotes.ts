import type { IssueRecord, NoteRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { answer, comment, systemNote } from './demoTexts.ts';
import type { Random } from './random.ts';

/** Adds comments, occasional threads, and system notes between the issue's creation and its last change. */
export function addNotes(world: World, random: Random, issue: IssueRecord, members: readonly number[]): void {
  const count = random.int(1, 5);
  const span = Math.max(issue.updatedAt - issue.createdAt, count * 1000);
  let step = 0;
  const note = (fields: Partial<NoteRecord> & Pick<NoteRecord, 'body'>): NoteRecord => {
    step += 1;
    const at = issue.createdAt + Math.floor((span * step) / (count * 3 + 1));
    const made: NoteRecord = {
      id: world.nextId(),
      issueId: issue.id,
      discussionId: random.hex(40),
      individual: true,
      authorId: random.pick(members),
      createdAt: at,
      updatedAt: at,
      system: false,
      internal: false,
      resolved: false,
      resolvedById: null,
      resolvedAt: null,
      ...fields,
    };
    world.insertNote(made);
    return made;
  };
  for (let index = 0; index < count; index += 1) {
    const mention = world.people.user(random.pick(members)).username;
    if (random.chance(0.3)) note({ body: systemNote(random, mention), system: true });
    if (random.chance(0.35)) {
      const first = note({ body: comment(random), individual: false });
      note({ body: answer(random), individual: false, discussionId: first.discussionId });
      issue.userNotesCount += 2;
    } else {
      note({ body: comment(random), internal: random.chance(0.1) });
      issue.userNotesCount += 1;
    }
  }
}
