import { createHash } from 'node:crypto';
import { eventsOf } from '../world/eventsOf.ts';
import type { EventRecord, IssueRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';

/** A note that GitLab creates from resource events while it responds. It isn't in the database. */
export interface SyntheticNote {
  /** `gid://gitlab/LabelNote/<discussion>`, because it has no ID of its own. */
  readonly id: string;
  readonly body: string;
  readonly createdAt: number;
}

const classes = {
  label: ['ResourceLabelEvent', 'LabelNote'],
  state: ['ResourceStateEvent', 'StateNote'],
  milestone: ['ResourceMilestoneEvent', 'MilestoneNote'],
  weight: ['ResourceWeightEvent', 'WeightNote'],
  iteration: ['ResourceIterationEvent', 'IterationNote'],
} as const;

/**
 * The notes for an issue's resource events (`ResourceEvents::MergeIntoNotesService`). The web interface and the notes of
 * a work item in GraphQL have them. The REST API and the discussions of an issue in GraphQL don't
 * (`Issuable::DiscussionsListService`, `lib/api/discussions.rb`, `Types::Notes::NoteableInterface`). Label events of one
 * user at one time are one note.
 */
export function syntheticNotes(world: World, issue: IssueRecord): SyntheticNote[] {
  const groups = Map.groupBy(eventsOf(world, issue.id), discussionOf);
  return [...groups].map(([discussion, [first, ...others]]) => {
    if (!first) throw new Error('An empty group');
    const [, note] = classes[first.change.kind];
    return {
      id: `gid://gitlab/${note}/${discussion}`,
      body: bodyOf(world, issue, [first, ...others]),
      createdAt: first.createdAt,
    };
  });
}

/** `ResourceEvent#discussion_id_key`. For label events, the time takes the place of the ID. */
function discussionOf({ id, userId, createdAt, change }: EventRecord): string {
  const [event] = classes[change.kind];
  const key = [event, change.kind === 'label' ? createdAt / 1000 : id, userId];
  return createHash('sha1').update(key.join('-')).digest('hex');
}

/** `app/models/label_note.rb`, `state_note.rb`, `milestone_note.rb`, and `ee/app/models/` for the others. */
function bodyOf(world: World, issue: IssueRecord, events: readonly EventRecord[]): string {
  const [{ change } = { change: undefined }] = events;
  switch (change?.kind) {
    case undefined:
      return '';
    case 'label':
      return (['add', 'remove'] as const).flatMap((action) => labelText(world, issue, events, action)).join(' and ');
    case 'state':
      return change.state;
    case 'milestone':
      return change.action === 'remove' ? 'removed milestone' : `changed milestone to %${change.milestoneId}`;
    case 'weight':
      return change.weight === null ? 'removed the weight' : `changed weight to **${change.weight}**`;
    case 'iteration':
      return change.action === 'remove'
        ? 'removed iteration'
        : `changed iteration to *iteration:${change.iteration.id}`;
  }
}

/** `added ~1 ~2 + 1 deleted labels` */
function labelText(
  world: World,
  issue: IssueRecord,
  events: readonly EventRecord[],
  action: 'add' | 'remove',
): string[] {
  const names = events.flatMap(({ change }) =>
    change.kind === 'label' && change.action === action ? [change.label] : [],
  );
  if (names.length === 0) return [];
  const labels = world.labelsOf(issue.projectId);
  const known = names.flatMap((name) => labels.find((label) => label.name === name)?.id ?? []);
  const deleted = names.length - known.length;
  const list = [known.map((id) => `~${id}`).join(' '), deleted > 0 ? `${deleted} deleted` : ''].filter(Boolean);
  const count = deleted > 0 ? deleted : known.length;
  return [`${action === 'add' ? 'added' : 'removed'} ${list.join(' + ')} ${count === 1 ? 'label' : 'labels'}`];
}
