import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Issue } from '../../model/issue.ts';
import { emojiOf } from '../../model/text/emojiOf.ts';
import { plainText } from '../../model/text/plainText.ts';
import { withEmoji } from '../../model/text/shortcodes.ts';
import { goToComment } from '../focus/goToComment.ts';
import { useTools } from '../pageContext.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';

export interface StickyTitleProps {
  readonly issue: Issue;
  /** The element with the title. */
  readonly title: { readonly current: HTMLElement | null };
}

/** A bar with the title of the issue while the title itself is above the visible part of the page. */
export function StickyTitle({ issue, title }: StickyTitleProps) {
  const { announcer } = useTools();
  const [isShown, setShown] = useState(false);
  useLayoutEffect(() => {
    const { current } = title;
    if (!current) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry) setShown(!entry.isIntersecting && entry.boundingClientRect.bottom <= 0);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [title]);
  if (!isShown) return null;
  const isOpen = issue.state === 'opened';
  const step = (by: 1 | -1) => () => {
    goToComment(by, announcer);
  };
  return (
    <div
      class="gl-bar"
      onMouseDown={(event) => {
        // The focus stays on the comment, so that the next click continues from there.
        event.preventDefault();
      }}
    >
      <div class="gl-bar-content">
        {/* Screen readers find the title itself. */}
        <span class="gl-bar-title" aria-hidden="true">
          <Icon name={isOpen ? 'issues' : 'pass'} class={isOpen ? 'gl-open' : 'gl-closed'} />
          <strong dir="auto">{plainText(withEmoji(issue.title, emojiOf))}</strong>
          <span class="gl-iid">#{issue.iid}</span>
        </span>
        <IconButton icon="chevron-up" label={l10n.t('Previous Comment')} onClick={step(-1)} />
        <IconButton icon="chevron-down" label={l10n.t('Next Comment')} onClick={step(1)} />
      </div>
    </div>
  );
}
