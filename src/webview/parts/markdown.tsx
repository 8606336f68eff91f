import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { TaskPlace } from '../markdownTexts.ts';
import { useTools, useViewer } from '../pageContext.ts';

export interface MarkdownProps {
  readonly source: string;
  /** Begins the ids in it; another for each text of the page. */
  readonly id: string;
  /** Whose tasks are in it; without, they cannot be ticked. */
  readonly place?: TaskPlace;
  readonly class?: string;
}

/** A text of GitLab's. What was rendered stays as long as the text does. */
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
