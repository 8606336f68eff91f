import type { IssueUser } from './issue.ts';

/** The kinds of changes that GitLab records as resource events instead of system notes. */
export type EventKind = 'label' | 'state' | 'milestone' | 'weight' | 'iteration';

interface AnyEvent {
  /** Unique among the events of its kind. */
  readonly id: number;
  /** Absent if the user was deleted and GitLab returns none. */
  readonly author?: IssueUser;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface LabelEvent extends AnyEvent {
  readonly kind: 'label';
  readonly action: 'add' | 'remove';
  /** Absent if the label was deleted. */
  readonly label?: { readonly name: string; readonly color?: string };
}

export interface StateEvent extends AnyEvent {
  readonly kind: 'state';
  readonly state: 'closed' | 'reopened';
  /** The SHA of the commit that closed it. */
  readonly commit?: string;
  /** The global ID of the merge request that closed it, not its number in the project. */
  readonly mergeRequest?: number;
}

export interface MilestoneEvent extends AnyEvent {
  readonly kind: 'milestone';
  readonly action: 'add' | 'remove';
  /** The one that was set, or else the removed one. Absent if it was deleted. */
  readonly milestone?: { readonly title: string; readonly webUrl?: string };
}

export interface WeightEvent extends AnyEvent {
  readonly kind: 'weight';
  /** Absent if the weight was removed. */
  readonly weight?: number;
}

export interface IterationEvent extends AnyEvent {
  readonly kind: 'iteration';
  readonly action: 'add' | 'remove';
  /** The dates are `YYYY-MM-DD`. An iteration of an automatic cadence has no title. */
  readonly iteration?: {
    readonly title?: string;
    readonly startDate?: string;
    readonly dueDate?: string;
    readonly webUrl?: string;
  };
}

/**
 * A change of an issue that has no system note. https://docs.gitlab.com/api/resource_label_events/,
 * https://docs.gitlab.com/api/resource_state_events/
 */
export type IssueEvent = LabelEvent | StateEvent | MilestoneEvent | WeightEvent | IterationEvent;
