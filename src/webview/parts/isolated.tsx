import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useErrorBoundary, useLayoutEffect, useRef } from 'preact/hooks';
import type { PagePart } from '../../model/page/pageMessages.ts';
import type { PageBox } from '../../model/page/pageState.ts';
import { useBoxes, useTools } from '../pageContext.ts';
import { isEmpty } from '../pageDrafts.ts';
import { Icon } from './icon.tsx';
import { UnsentText } from './boxes/unsent.tsx';

export interface IsolatedProps {
  readonly part: PagePart;
  /** What the part shows. After an error, the part is drawn again when one of these changes. */
  readonly data: readonly unknown[];
  /** The boxes in the part. After an error, their unsent texts stay visible. */
  readonly boxes?: readonly PageBox[];
  /** Replaces the part after an error. By default, a sentence does. */
  readonly instead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the page that is drawn separately. If drawing it throws an error, the rest of the page stays. */
export function Isolated({ part, data, boxes = [], instead, children }: IsolatedProps) {
  const { link } = useTools();
  const failedWith = useRef(data);
  const [error, reset] = useErrorBoundary((thrown: unknown) => {
    failedWith.current = data;
    link.reportFailed(part, thrown);
  }) as readonly [unknown, () => void];
  const hasFailed = error !== undefined;
  useLayoutEffect(() => {
    const isSame = data.every((item, at) => Object.is(item, failedWith.current[at]));
    if (hasFailed && !isSame) reset();
  });
  if (!hasFailed) return <>{children}</>;
  return <>{instead ?? <Failed boxes={boxes} />}</>;
}

function Failed({ boxes: names }: { readonly boxes: readonly PageBox[] }) {
  const { boxes, link } = useTools();
  const states = useBoxes(names);
  return (
    <div class="gl-failed">
      <p class="gl-faint">
        <Icon name="warning" /> {l10n.t("This part of the page couldn't be shown.")}{' '}
        <button
          type="button"
          class="gl-link-button"
          onClick={() => {
            link.post({ type: 'run', command: 'openInBrowser' });
          }}
        >
          {l10n.t('Open in GitLab')}
        </button>
      </p>
      {names.map((box, at) => {
        const state = states[at];
        if (!state || isEmpty(state)) return null;
        return (
          <UnsentText
            key={box}
            text={state.text}
            onClear={() => {
              boxes.clear(box);
            }}
          />
        );
      })}
    </div>
  );
}
