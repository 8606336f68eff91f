import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { mostEntries } from '../../model/limits.ts';
import { useViewer } from '../pageContext.ts';

export interface EntriesProps<T> {
  readonly class: string;
  readonly all: readonly T[];
  /** Returns the `li` of an entry. */
  readonly children: (entry: T) => ComponentChildren;
}

/** A list. Of a very long one only the start, with a link to the others in GitLab. */
export function Entries<T>({ class: className, all, children }: EntriesProps<T>) {
  const { webUrl } = useViewer();
  return (
    <>
      <ul class={className}>{all.slice(0, mostEntries).map(children)}</ul>
      {all.length > mostEntries && (
        <p class="gl-faint">
          {l10n.t('Showing the first {0} of {1}.', mostEntries, all.length)}{' '}
          <a href={webUrl}>{l10n.t('Open in GitLab')}</a>
        </p>
      )}
    </>
  );
}
