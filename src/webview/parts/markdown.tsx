import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TaskPlace } from '../markdownTexts.ts';
import { useTools } from '../pageContext.ts';
import { useMarkdownContext } from './useMarkdownContext.ts';

export interface MarkdownProps {
  readonly source: string;
  /** The prefix of the ids in this text. Unique in the page. */
  readonly id: string;
  /** The text that contains the tasks. If omitted, the user can't check them. */
  readonly place?: TaskPlace;
  /** The URL of the text in GitLab. By default, that of the issue. */
  readonly url?: string;
  readonly class?: string;
}

/** A Markdown text. Keeps its rendered nodes until the text changes. */
export function Markdown({ source, id, place, url, class: also = '' }: MarkdownProps) {
  const { texts } = useTools();
  const element = useRef<HTMLDivElement>(null);
  const mayTick = place !== undefined;
  const { discussion, note } = place ?? {};
  const context = useMarkdownContext(id, { url, mayTick });
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const tasks: TaskPlace | undefined = mayTick
      ? { ...(discussion === undefined ? {} : { discussion }), ...(note === undefined ? {} : { note }) }
      : undefined;
    return texts.show(element.current, source, context, tasks);
  }, [texts, source, context, mayTick, discussion, note]);
  return <div ref={element} class={`gl-markdown ${also}`} dir="auto" />;
}
