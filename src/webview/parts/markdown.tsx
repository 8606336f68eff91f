import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { TaskPlace } from '../markdownTexts.ts';
import { useTools, useViewer } from '../pageContext.ts';

export interface MarkdownProps {
  readonly source: string;
  /** The prefix of its ids, unique in the page. */
  readonly id: string;
  /** The text of its tasks. Without it, they can't be checked. */
  readonly place?: TaskPlace;
  readonly class?: string;
}

/** A Markdown text. The rendered nodes stay as long as the text is the same. */
export function Markdown({ source, id, place, class: also = '' }: MarkdownProps) {
  const { texts } = useTools();
  const { project } = useViewer();
  const element = useRef<HTMLDivElement>(null);
  const mayTick = place !== undefined;
  const { discussion, note } = place ?? {};
  const context = useMemo(
    () => ({
      instance: project.instance,
      project: { path: project.path, webUrl: project.webUrl },
      mayTick,
      idPrefix: id,
    }),
    [project, mayTick, id],
  );
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const tasks: TaskPlace | undefined = mayTick
      ? { ...(discussion === undefined ? {} : { discussion }), ...(note === undefined ? {} : { note }) }
      : undefined;
    return texts.show(element.current, source, context, tasks);
  }, [texts, source, context, mayTick, discussion, note]);
  return <div ref={element} class={`gl-markdown ${also}`} dir="auto" />;
}
