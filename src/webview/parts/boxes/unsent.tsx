import * as l10n from '@vscode/l10n';
import { useReducer, useState } from 'preact/hooks';
import type { Discussion } from '../../../model/issueDetails.ts';
import type { PageBox } from '../../../model/page/pageState.ts';
import { copyText } from '../../copyText.ts';
import { isEmpty } from '../../pageDrafts.ts';
import { useTools } from '../../pageContext.ts';
import { Confirm } from '../confirm.tsx';

export interface UnsentProps {
  readonly discussions: readonly Discussion[];
  /** Whether there are more pages of the discussion to load. */
  readonly hasMore: boolean;
}

/** Drafts for threads or comments that were deleted or aren't loaded yet. */
export function Unsent({ discussions, hasMore }: UnsentProps) {
  const { boxes } = useTools();
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  const shown = new Set(
    discussions.flatMap(({ id, notes }) => [`reply:${id}`, ...notes.map((note) => `note:${note.id}`)]),
  );
  const homeless = Object.entries(boxes.all).filter(
    ([box, state]) => /^(?:reply|note):/.test(box) && !shown.has(box) && !isEmpty(state),
  );
  if (homeless.length === 0) return null;
  return (
    <section class="gl-unsent" aria-labelledby="gl-unsent">
      <h3 id="gl-unsent">{l10n.t('Unsent drafts')}</h3>
      <p class="gl-faint">
        {hasMore
          ? l10n.t("Unsent reply to a comment that isn't loaded yet or was deleted")
          : l10n.t('Unsent reply to a comment that was deleted')}
      </p>
      {homeless.map(([box, { text }]) => (
        <UnsentText
          key={box}
          text={text}
          onClear={() => {
            boxes.clear(box as PageBox);
            redraw(undefined);
          }}
        />
      ))}
    </section>
  );
}

/** A text that has no box on the page. */
export function UnsentText({ text, onClear }: { readonly text: string; readonly onClear: () => void }) {
  const { announcer } = useTools();
  const [isAsking, setAsking] = useState(false);
  return (
    <div>
      <pre class="gl-version" dir="auto" tabIndex={0}>
        {text}
      </pre>
      {isAsking ? (
        <Confirm
          question={l10n.t('Discard this draft?')}
          yes={l10n.t('Discard')}
          no={l10n.t('Keep Draft')}
          onYes={onClear}
          onNo={() => {
            setAsking(false);
          }}
        />
      ) : (
        <div class="gl-buttons">
          <button type="button" class="gl-button" onClick={() => void copyText(text, l10n.t('Copied'), announcer)}>
            {l10n.t('Copy')}
          </button>
          <button
            type="button"
            class="gl-button"
            onClick={() => {
              setAsking(true);
            }}
          >
            {l10n.t('Discard')}
          </button>
        </div>
      )}
    </div>
  );
}
