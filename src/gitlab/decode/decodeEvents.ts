import * as v from 'valibot';
import type { IssueUser } from '../../model/issue.ts';
import type { EventKind, IssueEvent } from '../../model/issueEvent.ts';
import { count, id, lenient, parse, time, user, webUrl } from './decode.ts';

/*
 * Converts GitLab's resource events to changes of an issue. An event is shown as what a user did, so unlike in decode.ts,
 * an event with an invalid value is left out and counted. `null` is what GitLab returns for a deleted object.
 */

const text = v.pipe(v.string(), v.minLength(1));
const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const action = v.picklist(['add', 'remove']);
const base = { id, user: v.nullish(user), created_at: time };

const label = v.object({
  ...base,
  action,
  label: v.nullish(v.object({ name: text, color: lenient(v.pipe(v.string(), v.regex(/^#[0-9a-f]{3,8}$/i))) })),
});
const state = v.object({
  ...base,
  // The documentation calls a reopened issue `opened`.
  state: v.picklist(['closed', 'reopened', 'opened']),
  source_commit: v.nullish(v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/i))),
  source_merge_request_id: v.nullish(id),
});
const milestone = v.object({
  ...base,
  action,
  milestone: v.nullish(v.object({ title: text, web_url: lenient(webUrl) })),
});
const weight = v.object({ ...base, weight: v.nullable(count) });
const iteration = v.object({
  ...base,
  action,
  iteration: v.nullish(
    v.object({
      title: v.nullish(text),
      start_date: v.nullish(date),
      due_date: v.nullish(date),
      web_url: lenient(webUrl),
    }),
  ),
});

/** Reads one event of each kind. Undefined if it is invalid. */
const readers: Readonly<Record<EventKind, (row: unknown) => IssueEvent | undefined>> = {
  label: reader(label, (row) => ({
    kind: 'label',
    action: row.action,
    ...(row.label ? { label: { name: row.label.name, ...given({ color: row.label.color }) } } : {}),
  })),
  state: reader(state, (row) => ({
    kind: 'state',
    state: row.state === 'closed' ? 'closed' : 'reopened',
    ...given({ commit: row.source_commit, mergeRequest: row.source_merge_request_id }),
  })),
  milestone: reader(milestone, ({ action: done, milestone: one }) => ({
    kind: 'milestone',
    action: done,
    ...(one ? { milestone: { title: one.title, ...given({ webUrl: one.web_url }) } } : {}),
  })),
  weight: reader(weight, (row) => ({ kind: 'weight', ...given({ weight: row.weight }) })),
  iteration: reader(iteration, ({ action: done, iteration: one }) => ({
    kind: 'iteration',
    action: done,
    ...(one
      ? {
          iteration: given({
            title: one.title,
            startDate: one.start_date,
            dueDate: one.due_date,
            webUrl: one.web_url,
          }),
        }
      : {}),
  })),
};

/**
 * Decodes a page of `resource_label_events` or another kind. Throws `badData` if it isn't a list.
 * https://docs.gitlab.com/api/resource_label_events/
 */
export function decodeEvents(kind: EventKind, json: unknown): { events: IssueEvent[]; rejected: number } {
  const rows = parse(v.array(v.unknown()), json);
  const events = rows.map(readers[kind]).filter((event) => event !== undefined);
  return { events, rejected: rows.length - events.length };
}

interface RawEvent {
  readonly id: number;
  readonly user?: IssueUser | null | undefined;
  readonly created_at: number;
}

type Change<E> = E extends IssueEvent ? Omit<E, 'id' | 'author' | 'createdAt'> : never;

function reader<T extends RawEvent>(
  schema: v.GenericSchema<unknown, T>,
  changeOf: (row: T) => Change<IssueEvent>,
): (row: unknown) => IssueEvent | undefined {
  return (json) => {
    const read = v.safeParse(schema, json);
    if (!read.success) return undefined;
    const { id: number, user: author, created_at: createdAt } = read.output;
    return { id: number, ...(author ? { author } : {}), createdAt, ...changeOf(read.output) };
  };
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The values that aren't null or undefined. */
function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as Given<T>;
}
