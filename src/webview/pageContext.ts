import { createContext } from 'preact';
import { useContext, useLayoutEffect, useReducer } from 'preact/hooks';
import type { PageBox, PageState } from '../model/page/pageState.ts';
import type { Announcer } from './announcer.ts';
import type { Avatars } from './avatars.ts';
import type { BoxSizes } from './boxSizes.ts';
import type { HostLink } from './hostLink.ts';
import type { MarkdownTexts } from './markdownTexts.ts';
import type { BoxState, PageDrafts } from './pageDrafts.ts';
import type { Uploads } from './uploads.ts';

/** The services for every part of the page. Unlike the state, they rarely change. */
export interface PageTools {
  readonly link: HostLink;
  readonly boxes: PageDrafts;
  readonly sizes: BoxSizes;
  readonly uploads: Uploads;
  readonly texts: MarkdownTexts;
  readonly avatars: Avatars;
  readonly announcer: Announcer;
  /** A BCP 47 language tag. */
  readonly language: string;
}

/** The user, the issue, and the permissions. The object stays the same until one of them changes. */
export interface Viewer {
  readonly me: PageState['me'];
  readonly writer: PageState['writer'];
  readonly rights: PageState['rights'];
  readonly project: PageState['project'];
  readonly author: PageState['issue']['author'];
  readonly webUrl: string;
  readonly isGone: boolean;
  readonly isLocked: boolean;
  readonly newSince: PageState['newSince'];
}

const missing = (name: string): never => {
  throw new Error(`There is no ${name} above this part of the page.`);
};

export const ToolsContext = createContext<PageTools | undefined>(undefined);
/** The URLs of the avatars, by user ID. */
export const AvatarUrlsContext = createContext<NonNullable<PageState['avatars']>>({});
export const ViewerContext = createContext<Viewer | undefined>(undefined);

export function useTools(): PageTools {
  return useContext(ToolsContext) ?? missing('PageTools');
}

export function useViewer(): Viewer {
  return useContext(ViewerContext) ?? missing('Viewer');
}

/** Returns the state of a box, and redraws the component whenever it changes. */
export function useBox(box: PageBox): BoxState {
  const { boxes } = useTools();
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  useLayoutEffect(
    () =>
      boxes.listen(box, () => {
        redraw(undefined);
      }),
    [boxes, box],
  );
  return boxes.get(box);
}

/** Returns the states of several boxes in the given order, and redraws the component whenever one changes. */
export function useBoxes(names: readonly PageBox[]): readonly BoxState[] {
  const { boxes } = useTools();
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  useLayoutEffect(() => {
    const ends = names.map((box) =>
      boxes.listen(box, () => {
        redraw(undefined);
      }),
    );
    return () => {
      for (const end of ends) end();
    };
  }, [boxes, names.join()]);
  return names.map((box) => boxes.get(box));
}
