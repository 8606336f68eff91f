import * as l10n from '@vscode/l10n';
import type { IssueEvent } from '../../../model/issueEvent.ts';
import { authorOf, type Change, timeOf } from '../../timeline.ts';
import { EventText, LabelText } from './eventText.tsx';
import { Icon } from '../icon.tsx';
import { Markdown } from '../markdown.tsx';
import { Time } from '../time.tsx';

/** The changes between two comments. As in GitLab, each one is shown. */
export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ul class="gl-changes">
      {changes.map((change) => (
        <li key={change.key} class="gl-change">
          <Icon name={iconOf(change)} />
          <span class="gl-change-text">
            <strong dir="auto">{authorOf(change)?.name ?? l10n.t('Deleted user')}</strong>{' '}
            <ChangeText change={change} />{' '}
            <span class="gl-faint">
              <Time at={timeOf(change)} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function ChangeText({ change }: { readonly change: Change }) {
  switch (change.kind) {
    case 'note':
      return change.times === 1 ? (
        <Markdown source={change.note.body} id={`note-${change.note.id}`} class="gl-inline" />
      ) : (
        <>{l10n.t('changed the description {0} times', change.times)}</>
      );
    case 'labels':
      return <LabelText events={change.events} />;
    case 'event':
      return <EventText event={change.event} mergeRequest={change.mergeRequest} />;
  }
}

const eventIcons: Readonly<Record<IssueEvent['kind'], string>> = {
  label: 'tag',
  state: 'pass',
  milestone: 'milestone',
  weight: 'law',
  iteration: 'sync',
};

/**
 * Icons by the English text of system notes, which the API never translates.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/services/system_notes
 */
const icons: readonly (readonly [RegExp, string])[] = [
  [/^closed/, 'pass'],
  [/^reopened/, 'issue-reopened'],
  [/label/, 'tag'],
  [/assign/, 'person'],
  [/milestone/, 'milestone'],
  [/due date|start date/, 'calendar'],
  [/time|estimate/, 'clock'],
  [/confidential|visible/, 'eye-closed'],
  [/lock/, 'lock'],
  [/mentioned|marked|relat|block|link/, 'link'],
  [/merge request|branch|commit/, 'git-merge'],
  [/title|description/, 'edit'],
];

function iconOf(change: Change): string {
  switch (change.kind) {
    case 'note':
      return icons.find(([words]) => words.test(change.note.body))?.[1] ?? 'circle-small-filled';
    case 'labels':
      return eventIcons.label;
    case 'event':
      if (change.event.kind === 'state' && change.event.state === 'reopened') return 'issue-reopened';
      return eventIcons[change.event.kind];
  }
}
