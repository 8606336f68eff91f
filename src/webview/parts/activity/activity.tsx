import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { Discussion } from '../../../model/issueDetails.ts';
import type { EventKind } from '../../../model/issueEvent.ts';
import type { PageBox, PageState } from '../../../model/page/pageState.ts';
import { newTo } from '../../newTo.ts';
import { useTools, useViewer } from '../../pageContext.ts';
import { longestRun, partsOf, timelineOf, type TimelineItem } from '../../timeline.ts';
import { ActivityMenu } from './activityMenu.tsx';
import { Changes } from './changes.tsx';
import { commentHeight, InTurn } from './inTurn.tsx';
import { CommentBox } from '../boxes/commentBox.tsx';
import { Icon } from '../icon.tsx';
import { Isolated } from '../isolated.tsx';
import { Thread } from './thread.tsx';
import { Unsent } from '../boxes/unsent.tsx';

type Reactions = NonNullable<PageState['details']>['noteReactions'];

/** The height of a change in one line, in pixels. */
const changeHeight = 24;

/** The discussion of an issue, the changes between the comments, and the comment box next to the newest ones. */
export function Activity({ state }: { readonly state: PageState }) {
  const { boxes } = useTools();
  const { activity, issue } = state;
  const inTimeline = (Object.keys(boxes.all) as PageBox[]).filter((box) => /^(?:reply|note):/.test(box));
  const timeline = (
    <Isolated key="timeline" part="activity" data={[state]} boxes={inTimeline}>
      <Timeline state={state} />
    </Isolated>
  );
  const commentBox = (
    <Isolated key="comment" part="commentBox" data={[state]} boxes={['comment']}>
      {activity.show === 'history' && <HiddenComments activity={activity} />}
      <CommentBox isClosed={issue.state === 'closed'} />
    </Isolated>
  );
  return (
    <section aria-labelledby="gl-activity" class={activity.order === 'newest' ? 'gl-newest-first' : undefined}>
      <div class="gl-activity-head">
        <h2 id="gl-activity">
          {l10n.t('Activity')} {issue.commentCount > 0 && <span class="gl-count">{issue.commentCount}</span>}
        </h2>
        <ActivityMenu activity={activity} />
      </div>
      {activity.order === 'newest' ? [commentBox, timeline] : [timeline, commentBox]}
    </section>
  );
}

function Timeline({ state }: { readonly state: PageState }) {
  const { discussions, events, hasMoreDiscussions: hasMore, isLoading, activity } = state;
  const mergeRequests = state.details?.mergeRequests;
  const { me, writer, newSince } = useViewer();
  const items = useMemo(
    () =>
      timelineOf({
        discussions: discussions ?? [],
        // Without the discussions, the changes would be out of place.
        events: (discussions && events) ?? [],
        hasMore,
        mergeRequests: mergeRequests ?? [],
        activity,
        isNew: newTo({ me, writer, newSince }),
      }),
    [discussions, events, hasMore, mergeRequests, activity, me, writer, newSince],
  );
  const more = hasMore && <More key="more" isLoading={isLoading} />;
  const isNewestFirst = activity.order === 'newest';
  return (
    <>
      {discussions === undefined && isLoading && <Skeleton />}
      {discussions && items.length === 0 && !hasMore && (
        <p class="gl-faint">{activity.show === 'history' ? l10n.t('No changes yet.') : l10n.t('No comments yet.')}</p>
      )}
      {isNewestFirst && more}
      <ol class="gl-timeline">
        {items.map((item) =>
          item.kind === 'new' ? (
            <li key={item.key} class="gl-new">
              <Icon name={isNewestFirst ? 'arrow-up' : 'arrow-down'} /> {l10n.t('New since you last looked')}
            </li>
          ) : (
            <TimelineRow key={item.key} item={item} reactions={state.details?.noteReactions} />
          ),
        )}
      </ol>
      {!isNewestFirst && more}
      {activity.show !== 'comments' && <MissingEvents kinds={state.missingEvents ?? []} isLoading={isLoading} />}
      {discussions && <Unsent discussions={discussions} hasMore={hasMore} />}
    </>
  );
}

function More({ isLoading }: { readonly isLoading: boolean }) {
  const { link } = useTools();
  return (
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
  );
}

/** Which changes are missing because a request failed or GitLab's data was invalid. */
function MissingEvents({ kinds, isLoading }: { readonly kinds: readonly EventKind[]; readonly isLoading: boolean }) {
  const { link, language } = useTools();
  if (kinds.length === 0) return null;
  const names: Readonly<Record<EventKind, string>> = {
    label: l10n.t('labels'),
    state: l10n.t('state'),
    milestone: l10n.t('milestone'),
    weight: l10n.t('weight'),
    iteration: l10n.t('iteration'),
  };
  const list = new Intl.ListFormat(language).format(kinds.map((kind) => names[kind]));
  return (
    <p class="gl-faint">
      <Icon name="warning" /> {l10n.t("Couldn't load all changes to {0}.", list)}{' '}
      <button
        type="button"
        class="gl-link-button"
        disabled={isLoading}
        onClick={() => {
          link.post({ type: 'refresh' });
        }}
      >
        {l10n.t('Try Again')}
      </button>
    </p>
  );
}

function HiddenComments({ activity }: { readonly activity: PageState['activity'] }) {
  const { link } = useTools();
  return (
    <p class="gl-faint">
      {l10n.t('Comments are hidden.')}{' '}
      <button
        type="button"
        class="gl-link-button"
        onClick={() => {
          link.post({ type: 'arrange', activity: { ...activity, show: 'all' } });
        }}
      >
        {l10n.t('Show All Activity')}
      </button>
    </p>
  );
}

interface TimelineRowProps {
  readonly item: Exclude<TimelineItem, { kind: 'new' }>;
  readonly reactions: Reactions;
}

/** Drawn in turn, because an issue can have thousands of rows. */
function TimelineRow({ item, reactions }: TimelineRowProps) {
  const { boxes } = useTools();
  if (item.kind === 'thread') {
    const { discussion } = item;
    const data = [discussion, ...discussion.notes.map(({ id }) => reactions?.[id])];
    const own = boxesOf(discussion);
    return (
      <InTurn
        tag="li"
        data={data}
        entries={1}
        notes={discussion.notes.map(({ id }) => id)}
        isUrgent={own.some((box) => boxes.get(box).isOpen)}
        height={commentHeight * discussion.notes.length}
      >
        {() => (
          <Isolated part="thread" data={data} boxes={own}>
            <Thread discussion={discussion} reactions={reactions} />
          </Isolated>
        )}
      </InTurn>
    );
  }
  const { changes } = item;
  const data = changes.flatMap(partsOf);
  return (
    <InTurn
      tag="li"
      class={changes.length === longestRun ? 'gl-long-run' : undefined}
      data={data}
      entries={changes.length}
      notes={[]}
      height={changeHeight * changes.length}
    >
      {() => (
        <Isolated part="changes" data={data}>
          <Changes changes={changes} />
        </Isolated>
      )}
    </InTurn>
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
