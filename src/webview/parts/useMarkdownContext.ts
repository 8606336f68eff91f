import { useMemo } from 'preact/hooks';
import type { MarkdownContext } from '../markdown/markdownContext.ts';
import { useViewer } from '../pageContext.ts';

/** Where a text of the page belongs. @param url that of the text in GitLab. By default, that of the issue. */
export function useMarkdownContext(id: string, { url, mayTick = false }: UseOptions = {}): MarkdownContext {
  const { project, webUrl: issueUrl } = useViewer();
  const webUrl = url ?? issueUrl;
  return useMemo(
    () => ({
      instance: project.instance,
      project: { path: project.path, webUrl: project.webUrl },
      mayTick,
      webUrl,
      idPrefix: id,
    }),
    [project, mayTick, webUrl, id],
  );
}

interface UseOptions {
  readonly url?: string | undefined;
  readonly mayTick?: boolean;
}
