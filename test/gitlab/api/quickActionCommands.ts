import type { LabelRecord } from '../world/records.ts';
import { humanTime, parseDuration } from '../world/timeTracking.ts';
import { isEmojiName, toggleAward } from './awards.ts';
import { assignable, availableMilestones, toDate } from './issueInput.ts';
import { exclusive } from './labelSets.ts';
import type { QuickActionContext } from './quickActions.ts';

type Context = QuickActionContext;

/** A command with an effect, or a keyword that is replaced by text. */
type QuickAction =
  | {
      /** The primary name, if GitLab's message contains it. */
      readonly name?: string;
      readonly available: (context: Context) => boolean;
      /** Returns the message, or undefined if nothing changed. */
      readonly run: (context: Context, argument: string) => string | undefined;
    }
  | { readonly text: string };

const day = 86_400_000;
const manages = ({ call, project, issue }: Context): boolean =>
  call.access.canManage(project) || (issue === undefined && call.access.isMember(project));
const updates = ({ call, project, issue }: Context): boolean =>
  issue !== undefined && call.access.canUpdateIssue(issue, project);
const persisted = ({ issue }: Context): boolean => issue !== undefined;
const me = ({ call }: Context): number => call.requireUser().id;

function set(context: Context, change: Context['change'], changes: Context['changes'], message: string): string {
  Object.assign(context.change, change);
  Object.assign(context.changes, changes);
  return message;
}

function sentence(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1) ?? ''}`;
}

/** The existing labels in `~a ~"b c"` or in plain words. */
function labelsIn(context: Context, text: string): LabelRecord[] {
  const names = [...text.matchAll(/~?"([^"]+)"|~?([^\s~"]+)/g)].map((match) => match[1] ?? match[2] ?? '');
  const all = context.call.world.labelsOf(context.project.id);
  return names.flatMap((name) => all.find((label) => label.name === name) ?? []);
}

function labelText(labels: readonly LabelRecord[]): string {
  const names = labels.map(({ name }) => (/\s/.test(name) ? `~"${name}"` : `~${name}`));
  return `${names.join(' ')} ${names.length === 1 ? 'label' : 'labels'}`;
}

function setLabels(context: Context, names: readonly string[], changes: Context['changes'], message: string): string {
  const before = context.change.labels ?? context.issue?.labels ?? [];
  const after = [...new Set(names)];
  const labels = context.call.version.enterprise ? exclusive(after, before) : after;
  return set(context, { labels }, changes, message);
}

function peopleIn(context: Context, text: string): number[] {
  const { people } = context.call.world;
  const names = [...text.matchAll(/@?([\w.-]+)/g)].map((match) => match[1] ?? '');
  const ids = names.flatMap((name) => (name === 'me' ? me(context) : (people.byUsername(name)?.id ?? [])));
  return assignable(context.call, context.project, context.issue, ids);
}

function handles(context: Context, ids: readonly number[]): string {
  return sentence(ids.map((id) => `@${context.call.world.people.user(id).username}`));
}

function setAssignees(context: Context, assigneeIds: number[], message: string): string {
  return set(context, { assigneeIds }, { assignee_ids: assigneeIds }, message);
}

function dueDate(context: Context, text: string): string | null {
  const now = context.call.world.now();
  const at = (days: number): string => new Date(now + days * day).toISOString().slice(0, 10);
  if (/^today$/i.test(text)) return at(0);
  if (/^tomorrow$/i.test(text)) return at(1);
  const days = /^in (\d{1,4}) days?$/i.exec(text)?.[1];
  return days === undefined ? toDate(text) : at(Number(days));
}

function shortDate(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
}

function spend(context: Context, argument: string): string | undefined {
  const duration = parseDuration(argument.replace(/\s+\d{4}-\d\d-\d\d.*$/, ''));
  if (!duration) return undefined;
  const before = context.change.timeSpent ?? context.issue?.timeSpent ?? 0;
  const verb = duration > 0 ? 'Added' : 'Subtracted';
  return set(
    context,
    { timeSpent: Math.max(0, before + duration) },
    { spend_time: { duration, user_id: me(context), spent_at: null, category: null } },
    `${verb} ${humanTime(Math.abs(duration)) ?? ''} spent time.`,
  );
}

const label: QuickAction = {
  name: 'label',
  available: manages,
  run: (context, argument) => {
    const labels = labelsIn(context, argument);
    if (labels.length === 0) return undefined;
    const before = context.change.labels ?? context.issue?.labels ?? [];
    const ids = labels.map(({ id }) => id);
    const names = [...before, ...labels.map(({ name }) => name)];
    return setLabels(context, names, { add_label_ids: ids }, `Added ${labelText(labels)}.`);
  },
};
const unlabel: QuickAction = {
  name: 'unlabel',
  available: (context) => manages(context) && (context.issue?.labels.length ?? 0) > 0,
  run: (context, argument) => {
    if (argument === '') return setLabels(context, [], { label_ids: [] }, 'Removed all labels.');
    const labels = labelsIn(context, argument);
    if (labels.length === 0) return 'Removed all labels.';
    const gone = new Set(labels.map(({ name }) => name));
    const left = (context.change.labels ?? context.issue?.labels ?? []).filter((name) => !gone.has(name));
    const ids = labels.map(({ id }) => id);
    return setLabels(context, left, { remove_label_ids: ids }, `Removed ${labelText(labels)}.`);
  },
};
const estimate: QuickAction = {
  name: 'estimate',
  available: manages,
  run: (context, argument) => {
    const timeEstimate = parseDuration(argument);
    if (timeEstimate === undefined) return undefined;
    const human = humanTime(timeEstimate);
    const message = human === null ? 'Removed time estimate.' : `Set time estimate to ${human}.`;
    return set(context, { timeEstimate }, { time_estimate: timeEstimate }, message);
  },
};
const noEstimate: QuickAction = {
  name: 'remove_estimate',
  available: (context) => persisted(context) && manages(context),
  run: (context) => set(context, { timeEstimate: 0 }, { time_estimate: 0 }, 'Removed time estimate.'),
};
const spent: QuickAction = { name: 'spend', available: manages, run: spend };
const react: QuickAction = {
  name: 'react',
  available: persisted,
  run: (context, argument) => {
    const name = /^:([\w+-]+):$/.exec(argument)?.[1];
    if (name === undefined || !isEmojiName(name)) return undefined;
    const user = context.call.requireUser();
    context.after.push((issue) => {
      toggleAward(context.call.world, issue, name, user.id);
    });
    return set(context, {}, { emoji_award: name }, `Toggled :${name}: emoji reaction.`);
  },
};

/** Subscribes or unsubscribes the caller. */
function subscription(wanted: boolean): QuickAction {
  return {
    available: ({ issue, call }) => issue !== undefined && issue.subscriberIds.includes(call.user?.id ?? 0) !== wanted,
    run: (context) => {
      const others = (context.issue?.subscriberIds ?? []).filter((id) => id !== me(context));
      return set(
        context,
        { subscriberIds: wanted ? [...others, me(context)] : others },
        { subscription_event: wanted ? 'subscribe' : 'unsubscribe' },
        wanted ? 'Subscribed to notifications.' : 'Unsubscribed from notifications.',
      );
    },
  };
}

function lock(locked: boolean): QuickAction {
  return {
    available: (context) =>
      persisted(context) && manages(context) && (context.issue?.discussionLocked ?? false) !== locked,
    run: (context) =>
      set(
        context,
        { discussionLocked: locked },
        { discussion_locked: locked },
        locked ? 'Locked the discussion.' : 'Unlocked the discussion.',
      ),
  };
}

/** The commands of issues, by all their names. The messages are GitLab's (`lib/gitlab/quick_actions/`). */
export const quickActionCommands: Readonly<Record<string, QuickAction>> = {
  shrug: { text: '¯\\＿(ツ)＿/¯' },
  tableflip: { text: '(╯°□°)╯︵ ┻━┻' },
  close: {
    available: (context) => updates(context) && context.issue?.state === 'opened',
    run: (context) => set(context, { state: 'closed' }, { state_event: 'close' }, 'Closed this issue.'),
  },
  reopen: {
    available: (context) => updates(context) && context.issue?.state === 'closed',
    run: (context) =>
      set(
        context,
        context.issue?.discussionLocked ? {} : { state: 'opened' },
        { state_event: 'reopen' },
        'Reopened this issue.',
      ),
  },
  title: {
    available: updates,
    run: (context, title) =>
      title === '' ? undefined : set(context, { title }, { title }, `Changed the title to "${title}".`),
  },
  label,
  labels: label,
  unlabel,
  remove_label: unlabel,
  relabel: {
    available: (context) => manages(context) && (context.issue?.labels.length ?? 0) > 0,
    run: (context, argument) => {
      const labels = labelsIn(context, argument);
      if (labels.length === 0) return undefined;
      const names = labels.map(({ name }) => name);
      const ids = labels.map(({ id }) => id);
      return setLabels(context, names, { label_ids: ids }, `Replaced all labels with ${labelText(labels)}.`);
    },
  },
  assign: {
    available: manages,
    run: (context, argument) => {
      const ids = peopleIn(context, argument);
      if (ids.length === 0) return 'Failed to assign a user because no user was found.';
      const before = context.change.assigneeIds ?? context.issue?.assigneeIds ?? [];
      const all = context.call.version.enterprise ? [...new Set([...before, ...ids])] : ids;
      return setAssignees(context, all, `Assigned ${handles(context, ids)}.`);
    },
  },
  unassign: {
    available: (context) => manages(context) && (context.issue?.assigneeIds.length ?? 0) > 0,
    run: (context, argument) => {
      const before = context.change.assigneeIds ?? context.issue?.assigneeIds ?? [];
      const named = context.call.version.enterprise ? peopleIn(context, argument) : [];
      const gone = named.length > 0 ? named : before;
      const message = `Removed ${gone.length === 1 ? 'assignee' : 'assignees'} ${handles(context, gone)}.`;
      const left = before.filter((id) => !gone.includes(id));
      return setAssignees(context, left, message);
    },
  },
  milestone: {
    available: manages,
    run: (context, argument) => {
      const title = argument.replace(/^%/, '').replace(/^"(.*)"$/, '$1');
      const found = availableMilestones(context.call, context.project).find(
        (one) => one.title === title && one.state === 'active',
      );
      if (!found) return undefined;
      const shown = /\s/.test(title) ? `%"${title}"` : `%${title}`;
      return set(context, { milestoneId: found.id }, { milestone_id: found.id }, `Set the milestone to ${shown}.`);
    },
  },
  remove_milestone: {
    available: (context) => manages(context) && typeof context.issue?.milestoneId === 'number',
    run: (context) => {
      const title = context.call.world.milestones.get(context.issue?.milestoneId ?? 0)?.title ?? '';
      const shown = /\s/.test(title) ? `%"${title}"` : `%${title}`;
      return set(context, { milestoneId: null }, { milestone_id: null }, `Removed ${shown} milestone.`);
    },
  },
  due: {
    available: manages,
    run: (context, argument) => {
      const date = dueDate(context, argument);
      if (date === null) return 'Failed to set due date because the date format is invalid.';
      return set(context, { dueDate: date }, { due_date: date }, `Set the due date to ${shortDate(date)}.`);
    },
  },
  remove_due_date: {
    available: (context) => manages(context) && typeof context.issue?.dueDate === 'string',
    run: (context) => set(context, { dueDate: null }, { due_date: null }, 'Removed the due date.'),
  },
  confidential: {
    available: (context) => !context.issue || (manages(context) && !context.issue.confidential),
    run: (context) => set(context, { confidential: true }, { confidential: true }, 'Made this issue confidential.'),
  },
  weight: {
    available: (context) => context.call.version.enterprise && manages(context),
    run: (context, argument) => {
      if (!/^\d{1,9}$/.test(argument)) return undefined;
      const weight = Number(argument);
      return set(context, { weight }, { weight }, `Set weight to ${weight}.`);
    },
  },
  clear_weight: {
    available: (context) => manages(context) && typeof context.issue?.weight === 'number',
    run: (context) => set(context, { weight: null }, { weight: null }, 'Cleared weight.'),
  },
  estimate,
  estimate_time: estimate,
  remove_estimate: noEstimate,
  remove_time_estimate: noEstimate,
  spend: spent,
  spent,
  spend_time: spent,
  remove_time_spent: {
    available: (context) => persisted(context) && manages(context),
    run: (context) => {
      const reset = { duration: 'reset', user_id: me(context) };
      return set(context, { timeSpent: 0 }, { spend_time: reset }, 'Removed spent time.');
    },
  },
  lock: lock(true),
  unlock: lock(false),
  subscribe: subscription(true),
  unsubscribe: subscription(false),
  todo: {
    available: ({ call, issue }) =>
      issue !== undefined && !call.world.activity.pendingTodo(call.user?.id ?? 0, issue.id),
    run: (context) => {
      context.after.push((issue) => context.call.world.activity.addTodo(me(context), issue.id));
      return set(context, {}, { todo_event: 'add' }, 'Added a to-do item.');
    },
  },
  done: {
    available: ({ call, issue }) => !!issue && !!call.world.activity.pendingTodo(call.user?.id ?? 0, issue.id),
    run: (context) => {
      const { activity } = context.call.world;
      context.after.push((issue) => {
        const todo = activity.pendingTodo(me(context), issue.id);
        if (todo) activity.finishTodo(todo);
      });
      return set(context, {}, { todo_event: 'done' }, 'Marked to-do item as done.');
    },
  },
  react,
  award: react,
};
