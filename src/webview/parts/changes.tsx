import * as l10n from '@vscode/l10n';
import type { Note } from '../../model/issueDetails.ts';
import { useTools } from '../pageContext.ts';
import { authorsOf } from '../timeline.ts';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { Time } from './time.tsx';

/** The page collapses longer runs of changes. */
const mostUnfolded = 2;

/** The system notes between two comments. */
export function Changes({ notes }: { readonly notes: readonly Note[] }) {
  const { language } = useTools();
  const list = (
    <ul class="gl-changes">
      {notes.map((note) => (
        <li key={note.id} class="gl-change">
          <Icon name={iconOf(note.body)} />
          <span class="gl-change-text">
            <strong dir="auto">{note.author?.name ?? l10n.t('Deleted user')}</strong>{' '}
            <Markdown source={note.body} id={`note-${note.id}`} class="gl-inline" />{' '}
            <span class="gl-faint">
              <Time at={note.createdAt} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
  const last = notes.at(-1);
  if (notes.length <= mostUnfolded || !last) return list;
  const people = new Intl.ListFormat(language).format(authorsOf(notes));
  return (
    <details class="gl-change-run">
      <summary>
        <Icon name="history" />
        <span>{l10n.t('{0} changes by {1}', notes.length, people)}</span>{' '}
        <span class="gl-faint">
          <Time at={last.createdAt} />
        </span>
      </summary>
      {list}
    </details>
  );
}

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

function iconOf(body: string): string {
  return icons.find(([words]) => words.test(body))?.[1] ?? 'circle-small-filled';
}
