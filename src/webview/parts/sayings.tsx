import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Announcer, Saying } from '../announcer.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';

/** How long an announcement stays, in milliseconds. Long enough for users who read slowly. */
const stay = 10_000;

/** The page's live region. A problem is also shown until the user dismisses it. */
export function Sayings({ announcer }: { readonly announcer: Announcer }) {
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string>();
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    announcer.listen((saying: Saying | undefined) => {
      if (!saying) return;
      clearTimeout(timer);
      if (saying.isProblem) setProblem(saying.text);
      // Screen readers wouldn't announce the same text again.
      setSaid((before) => (before === saying.text ? `${saying.text}\u00a0` : saying.text));
      timer = setTimeout(() => {
        setSaid('');
      }, stay);
    });
  }, [announcer]);
  return (
    <>
      <div class="gl-unseen" role="status" aria-live="polite">
        {said}
      </div>
      {problem !== undefined && (
        <div class="gl-saying" role="region" aria-label={l10n.t('Error')}>
          <Icon name="error" />
          <span>{problem}</span>
          <IconButton
            icon="close"
            label={l10n.t('Dismiss')}
            onClick={() => {
              setProblem(undefined);
            }}
          />
        </div>
      )}
    </>
  );
}
