import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Discussion, Reaction } from '../../../model/issueDetails.ts';
import { isEmpty } from '../../pageDrafts.ts';
import { useBox, useBoxes, useTools, useViewer } from '../../pageContext.ts';
import { useAct } from '../act.ts';
import { Composer } from '../boxes/composer.tsx';
import { Icon } from '../icon.tsx';
import { commentHeight, InTurn } from './inTurn.tsx';
import { Isolated } from '../isolated.tsx';
import { NoteCard, type NoteCardProps } from './noteCard.tsx';
import { Time } from '../time.tsx';
import { useFocusAfter } from '../useFocusAfter.ts';
import { plainText } from '../../../model/text/plainText.ts';

export interface ThreadProps {
  readonly discussion: Discussion;
  readonly reactions: Readonly<Record<number, readonly Reaction[]>> | undefined;
}

/** A comment with its replies, collapsed when it is resolved. */
export function Thread({ discussion, reactions }: ThreadProps) {
  const { id, notes } = discussion;
  const { rights, isGone, writer } = useViewer();
  const [act, isBusy] = useAct();
  const shown = notes.filter(({ isSystem }) => !isSystem);
  const [first, ...replies] = shown;
  const resolvable = notes.filter(({ isResolvable }) => isResolvable);
  const isResolved = resolvable.length > 0 && resolvable.every(({ resolved }) => resolved);
  const [isUnfolded, setUnfolded] = useState(false);
  const boxes = useBoxes([`reply:${id}`, ...shown.map((note) => `note:${note.id}` as const)]);
  if (!first) return null;
  const by = resolvable.at(-1)?.resolved;
  const isOwn = first.author?.id === writer;
  const mayResolve = resolvable.length > 0 && rights.comment && !isGone && (rights.triage || isOwn);
  const resolve = () => {
    setUnfolded(false);
    const done = isResolved ? l10n.t('Thread unresolved') : l10n.t('Thread resolved');
    void act({ kind: 'resolve', discussion: id, resolved: !isResolved }, done);
  };
  const kinds = [
    'gl-thread',
    ...(isResolved ? ['gl-thread-resolved'] : []),
    ...(first.isInternal ? ['gl-thread-internal'] : []),
  ];
  const isFolded = isResolved && !isUnfolded && !boxes.some(({ isOpen }) => isOpen);
  return (
    <div class={kinds.join(' ')} role="group" aria-label={l10n.t('Thread')}>
      {isResolved && (
        <button
          type="button"
          class="gl-fold"
          aria-expanded={!isFolded}
          onClick={() => {
            setUnfolded(isFolded);
          }}
        >
          <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} />
          <Icon name="pass" class="gl-good" />
          <span>
            {by?.by ? l10n.t('Resolved by {0}', plainText(by.by.name)) : l10n.t('Resolved')}{' '}
            {by?.at !== undefined && <Time at={by.at} />}
          </span>
          <span class="gl-faint">{commentCount(shown.length)}</span>
          {isFolded && boxes.some((box) => !isEmpty(box)) && (
            <span class="gl-badge">
              <Icon name="edit" /> {l10n.t('Draft')}
            </span>
          )}
        </button>
      )}
      {!isFolded && (
        <>
          <Comment discussion={id} note={first} reactions={reactions?.[first.id]} />
          {replies.length > 0 && (
            <div class="gl-replies">
              {replies.map((note) => (
                <ReplyInTurn key={note.id} discussion={id} note={note} reactions={reactions?.[note.id]} />
              ))}
            </div>
          )}
          <Reply discussion={id} isThread={discussion.isThread || shown.length > 1}>
            {mayResolve && (
              <button type="button" class="gl-button" disabled={isBusy} onClick={resolve}>
                <Icon name={isResolved ? 'issue-reopened' : 'pass'} />{' '}
                {isResolved ? l10n.t('Unresolve') : l10n.t('Resolve')}
              </button>
            )}
          </Reply>
        </>
      )}
    </div>
  );
}

/** A thread can have thousands of replies. */
function ReplyInTurn({ discussion, note, reactions }: NoteCardProps) {
  const { boxes } = useTools();
  return (
    <InTurn
      tag="div"
      data={[discussion, note, reactions]}
      entries={1}
      notes={[note.id]}
      isUrgent={boxes.get(`note:${note.id}`).isOpen}
      height={commentHeight}
    >
      {() => <Comment discussion={discussion} note={note} reactions={reactions} />}
    </InTurn>
  );
}

function Comment({ discussion, note, reactions }: NoteCardProps) {
  return (
    <Isolated part="comment" data={[note, reactions]} boxes={[`note:${note.id}`]}>
      <NoteCard discussion={discussion} note={note} reactions={reactions} />
    </Isolated>
  );
}

function Reply(props: { discussion: string; isThread: boolean; children: ComponentChildren }) {
  const { discussion, isThread, children } = props;
  const { boxes } = useTools();
  const { rights, isGone } = useViewer();
  const box = `reply:${discussion}` as const;
  const state = useBox(box);
  const button = useRef<HTMLButtonElement>(null);
  useFocusAfter(state.isOpen, button);
  const mayReply = rights.comment && !isGone;
  if (!mayReply && state.text === '') return null;
  if (!state.isOpen) {
    return (
      <div class={isThread ? 'gl-thread-end' : 'gl-thread-end gl-thread-end-quiet'}>
        <button
          type="button"
          class={state.text === '' ? 'gl-reply' : 'gl-reply gl-reply-draft'}
          ref={button}
          onClick={() => {
            boxes.open(box);
          }}
        >
          {state.text === '' ? l10n.t('Reply…') : l10n.t('Draft: {0}', plainText(state.text.slice(0, 100)))}
        </button>
        {children}
      </div>
    );
  }
  return (
    <div class="gl-thread-end gl-thread-open">
      <Composer
        box={box}
        label={l10n.t('Reply')}
        takesFocus
        canClose
        done={l10n.t('Reply sent')}
        send={{ label: l10n.t('Reply'), act: ({ text }) => ({ kind: 'reply', discussion, body: text }) }}
      />
    </div>
  );
}

function commentCount(count: number): string {
  return count === 1 ? l10n.t('1 comment') : l10n.t('{0} comments', count);
}
