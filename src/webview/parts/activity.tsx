import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { Discussion } from '../../model/issueDetails.ts';
import type { PageBox, PageState } from '../../model/page/pageState.ts';
import { useTools } from '../pageContext.ts';
import { timelineOf, type TimelineItem } from '../timeline.ts';
import { Changes } from './changes.tsx';
import { CommentBox } from './commentBox.tsx';
import { Isolated } from './isolated.tsx';
import { Thread } from './thread.tsx';
import { Unsent } from './unsent.tsx';

type Reactions = NonNullable<PageState['details']>['noteReactions'];

/** The discussion of an issue, the changes between the comments, and the comment box. */
export function Activity({ state }: { readonly state: PageState }) {
  const { boxes } = useTools();
  const inTimeline = (Object.keys(boxes.all) as PageBox[]).filter((box) => /^(?:reply|note):/.test(box));
  return (
    <section aria-labelledby="gl-activity">
      <Isolated part="activity" data={[state]} boxes={inTimeline}>
        <Timeline state={state} />
      </Isolated>
      <Isolated part="commentBox" data={[state]} boxes={['comment']}>
        <CommentBox isClosed={state.issue.state === 'closed'} />
      </Isolated>
    </section>
  );
}

function Timeline({ state }: { readonly state: PageState }) {
  const { link } = useTools();
  const { discussions, hasMoreDiscussions, isLoading, issue } = state;
  const items = useMemo(() => timelineOf(discussions ?? []), [discussions]);
  const noteReactions = state.details?.noteReactions;
  return (
    <>
      <h2 id="gl-activity">
        {l10n.t('Activity')} {issue.commentCount > 0 && <span class="gl-count">{issue.commentCount}</span>}
      </h2>
      {discussions === undefined && isLoading && <Skeleton />}
      {discussions?.length === 0 && <p class="gl-faint">{l10n.t('No comments yet.')}</p>}
      <ol class="gl-timeline">
        {items.map((item) => (
          <TimelineRow key={item.key} item={item} reactions={noteReactions} />
        ))}
      </ol>
      {hasMoreDiscussions && (
        <button
          type="button"
          class="gl-button gl-more"
          disabled={isLoading}
          onClick={() => {
            link.post({ type: 'more' });
          }}
        >
          {isLoading ? l10n.t('Loading…') : l10n.t('Load More')}
        </button>
      )}
      {discussions && <Unsent discussions={discussions} hasMore={hasMoreDiscussions} />}
    </>
  );
}

/** Memoized, because an issue can have hundreds of rows. */
function TimelineRow({ item, reactions }: { readonly item: TimelineItem; readonly reactions: Reactions }) {
  const what = item.kind === 'thread' ? item.discussion : item.notes;
  const parts = item.kind === 'thread' ? item.discussion.notes.map(({ id }) => reactions?.[id]) : [];
  return useMemo(
    () => (
      <li>
        {item.kind === 'thread' ? (
          <Isolated part="thread" data={[what, ...parts]} boxes={boxesOf(item.discussion)}>
            <Thread discussion={item.discussion} reactions={reactions} />
          </Isolated>
        ) : (
          <Isolated part="changes" data={item.notes}>
            <Changes notes={item.notes} />
          </Isolated>
        )}
      </li>
    ),
    item.kind === 'thread' ? [what, parts.length, ...parts] : item.notes,
  );
}

function boxesOf({ id, notes }: Discussion): readonly PageBox[] {
  return [`reply:${id}`, ...notes.map((note) => `note:${note.id}` as const)];
}

function Skeleton() {
  return (
    <div class="gl-skeleton">
      <span class="gl-unseen">{l10n.t('Loading comments…')}</span>
      <div />
      <div />
      <div />
    </div>
  );
}
