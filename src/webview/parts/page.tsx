import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { PageBox, PageState } from '../../model/page/pageState.ts';
import { AvatarUrlsContext, type PageTools, ToolsContext, type Viewer, ViewerContext } from '../pageContext.ts';
import { Activity } from './activity/activity.tsx';
import { Banners } from './banners.tsx';
import { Description } from './description.tsx';
import { Header } from './header.tsx';
import { Isolated } from './isolated.tsx';
import { Relations } from './relations.tsx';
import { Sayings } from './sayings.tsx';
import { FoldedSide, Side } from './side.tsx';

export interface PageProps {
  readonly tools: PageTools;
  readonly state: PageState | undefined;
  /** Whether a name in the state was cut. */
  readonly isShort: boolean;
  /** The reason why there is no state. */
  readonly missing: string | undefined;
}

/** The whole page. Without a state, shows that the issue is loading, or why it can't be loaded. */
export function Page({ tools, state, isShort, missing }: PageProps) {
  return (
    <ToolsContext value={tools}>
      <Sayings announcer={tools.announcer} />
      {state ? (
        <Isolated part="page" data={[state]} boxes={Object.keys(tools.boxes.all) as PageBox[]}>
          <Issue state={state} isShort={isShort} />
        </Isolated>
      ) : (
        <main class="gl-empty">
          <h1>{l10n.t('Issue')}</h1>
          {missing === undefined ? (
            <p class="gl-faint">{l10n.t('Loading…')}</p>
          ) : (
            <>
              <p role="alert">{missing}</p>
              <button
                type="button"
                class="gl-button"
                onClick={() => {
                  tools.link.post({ type: 'refresh' });
                }}
              >
                {l10n.t('Try Again')}
              </button>
            </>
          )}
        </main>
      )}
    </ToolsContext>
  );
}

const noAvatars = {};

function Issue({ state, isShort }: { readonly state: PageState; readonly isShort: boolean }) {
  const isNarrow = useIsNarrow();
  const viewer = useViewerOf(state);
  // The main column stays in place in the DOM, because the user may be typing in it. The side column moves for
  // reading order.
  return (
    <ViewerContext value={viewer}>
      <AvatarUrlsContext value={state.avatars ?? noAvatars}>
        <div class={isNarrow ? 'gl-page gl-narrow' : 'gl-page'}>
          <header>
            <Isolated part="header" data={[state]} boxes={['title']}>
              <Header state={state} />
            </Isolated>
            <Isolated part="notices" data={[state, isShort]}>
              <Banners state={state} isShort={isShort} />
            </Isolated>
          </header>
          <div class="gl-columns">
            {isNarrow && (
              <Isolated key="before" part="details" data={[state]}>
                <FoldedSide state={state} />
              </Isolated>
            )}
            <main key="main" class="gl-main" aria-label={l10n.t('Issue')}>
              <Isolated part="description" data={[state]} boxes={['description']}>
                <Description state={state} />
              </Isolated>
              <Isolated part="relations" data={[state]}>
                <Relations state={state} />
              </Isolated>
              <Activity state={state} />
            </main>
            {!isNarrow && (
              <Isolated key="after" part="details" data={[state]}>
                <Side state={state} />
              </Isolated>
            )}
          </div>
        </div>
      </AvatarUrlsContext>
    </ViewerContext>
  );
}

function useViewerOf({ me, writer, rights, project, issue, isGone, details, newSince }: PageState): Viewer {
  const { author, webUrl } = issue;
  const isLocked = details?.isLocked ?? false;
  return useMemo(
    () => ({ me, writer, rights, project, author, webUrl, isGone, isLocked, newSince }),
    [me, writer, rights, project, author, webUrl, isGone, isLocked, newSince],
  );
}

const narrow = '(max-width: 700px)';

function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => window.matchMedia(narrow).matches);
  useLayoutEffect(() => {
    const query = window.matchMedia(narrow);
    const onChange = () => {
      setNarrow(query.matches);
    };
    query.addEventListener('change', onChange);
    return () => {
      query.removeEventListener('change', onChange);
    };
  }, []);
  return isNarrow;
}
