import type { ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { AvatarUrlsContext, useViewer, ViewerContext } from '../../pageContext.ts';
import { takeTurn, waitForTurn } from '../../drawing/turns.ts';

/** The height of a short comment, in pixels. */
export const commentHeight = 100;

export interface InTurnProps {
  readonly tag: 'li' | 'div';
  readonly class?: string | undefined;
  /** What the part shows. It is drawn again when one of these changes. */
  readonly data: readonly unknown[];
  /** The entries in the part that don't wait for turns of their own. */
  readonly entries: number;
  /** The notes in the part, by ID. */
  readonly notes: readonly number[];
  /** Whether the part is drawn at once, because the user is typing in it. */
  readonly isUrgent?: boolean;
  /** The approximate height in pixels, for its placeholder. */
  readonly height: number;
  readonly children: () => ComponentChildren;
}

/**
 * A part of the activity. If too many parts changed at once, it stays as it was until it is its turn. Before the first
 * one, a placeholder shows.
 */
export function InTurn(props: InTurnProps) {
  const { tag: Tag, class: className, data, entries, notes, isUrgent = false, height, children } = props;
  const viewer = useViewer();
  const urls = useContext(AvatarUrlsContext);
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  const place = useRef<HTMLElement | null>(null);
  const isDue = useRef(false);
  const drawn = useRef<{ readonly from: readonly unknown[]; readonly content: ComponentChildren } | undefined>(
    undefined,
  );
  const from = [viewer, urls, ...data];
  let isCurrent = drawn.current !== undefined && isSame(drawn.current.from, from);
  if (!isCurrent && (takeTurn(entries) || isDue.current || isUrgent)) {
    isCurrent = true;
    const content = (
      <ViewerContext value={viewer}>
        <AvatarUrlsContext value={urls}>{children()}</AvatarUrlsContext>
      </ViewerContext>
    );
    drawn.current = { from, content };
  }
  isDue.current = false;
  useLayoutEffect(() => {
    if (isCurrent) return undefined;
    return waitForTurn({
      place: () => place.current,
      notes,
      draw: () => {
        isDue.current = true;
        redraw(undefined);
      },
    });
  }, [isCurrent, notes.join()]);
  return (
    <Tag
      class={className}
      ref={(element: HTMLElement | null) => {
        place.current = element;
      }}
    >
      {drawn.current ? (
        drawn.current.content
      ) : (
        <div
          class={notes.length > 0 ? 'gl-later gl-later-comments' : 'gl-later'}
          style={{ blockSize: `${height}px` }}
        />
      )}
    </Tag>
  );
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && now.every((item, at) => Object.is(item, before[at]));
}
