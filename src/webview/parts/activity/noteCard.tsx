import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Note, Reaction } from '../../../model/issueDetails.ts';
import { plainText } from '../../../model/text/plainText.ts';
import { copyText } from '../../copyText.ts';
import { newTo } from '../../newTo.ts';
import { isEmpty } from '../../pageDrafts.ts';
import { useBox, useTools, useViewer } from '../../pageContext.ts';
import { useAct } from '../act.ts';
import { Avatar } from '../avatar.tsx';
import { Composer } from '../boxes/composer.tsx';
import { Confirm } from '../confirm.tsx';
import { DraftHint } from '../boxes/draftHint.tsx';
import { Icon } from '../icon.tsx';
import { Markdown } from '../markdown.tsx';
import { Menu, type MenuItem } from '../menu.tsx';
import { ReactButton, Reactions } from '../reactions.tsx';
import { Time } from '../time.tsx';
import { useFocusAfter } from '../useFocusAfter.ts';

export interface NoteCardProps {
  readonly discussion: string;
  readonly note: Note;
  /** Undefined if they couldn't be loaded. Then the user can't add any either. */
  readonly reactions: readonly Reaction[] | undefined;
}

/** In milliseconds. An update within this time is the server's own, and not an edit. */
const leastEdit = 5000;

/** A comment with its author, time, text, and actions. */
export function NoteCard({ discussion, note, reactions }: NoteCardProps) {
  const { boxes, announcer } = useTools();
  const { writer, rights, webUrl, isGone } = useViewer();
  const box = `note:${note.id}` as const;
  const state = useBox(box);
  const [isAsking, setAsking] = useState(false);
  const [act, isBusy] = useAct();
  const article = useRef<HTMLElement>(null);
  const { isOpen } = state;
  useFocusAfter(isOpen || isAsking, article);

  const isMine = note.author?.id === writer;
  const mayChange = rights.comment && !isGone && (isMine || rights.maintain);
  const url = `${webUrl}#note_${note.id}`;
  const items: MenuItem[] = [
    ...(mayChange ? [{ icon: 'edit', label: l10n.t('Edit'), onClick: edit }] : []),
    {
      icon: 'link',
      label: l10n.t('Copy Link to Comment'),
      onClick: () => void copyText(url, l10n.t('Link copied'), announcer),
    },
    ...(mayChange
      ? [
          {
            icon: 'trash',
            label: l10n.t('Delete'),
            isDangerous: true,
            onClick: () => {
              setAsking(true);
            },
          },
        ]
      : []),
  ];
  const name = note.author?.name ?? l10n.t('Deleted user');
  return (
    <article
      class="gl-note"
      id={`note_${note.id}`}
      aria-label={l10n.t('Comment by {0}', plainText(name))}
      ref={article}
      tabIndex={-1}
    >
      <NoteHead note={note} name={name} url={url}>
        {reactions && <ReactButton note={note.id} reactions={reactions} />}
        <Menu label={l10n.t('Actions for Comment by {0}', plainText(name))} items={items} />
      </NoteHead>
      {isOpen ? (
        <Composer
          box={box}
          label={l10n.t('Edit comment')}
          takesFocus
          canClose
          done={l10n.t('Saved')}
          send={{
            label: l10n.t('Save'),
            act: ({ text, base = note.body }) => ({ kind: 'editNote', discussion, note: note.id, body: text, base }),
          }}
        />
      ) : (
        <div class="gl-note-body">
          <Markdown
            source={note.body}
            id={`note-${note.id}`}
            url={url}
            {...(mayChange ? { place: { discussion, note: note.id } } : {})}
          />
          {!isEmpty(state) && (
            <DraftHint
              onOpen={edit}
              onClear={() => {
                boxes.clear(box);
              }}
            />
          )}
          {reactions !== undefined && reactions.length > 0 && <Reactions note={note.id} reactions={reactions} />}
        </div>
      )}
      {isAsking && (
        <Confirm
          question={l10n.t('Delete this comment?')}
          yes={isBusy ? l10n.t('Deleting…') : l10n.t('Delete')}
          no={l10n.t('Cancel')}
          onYes={() => void act({ kind: 'deleteNote', discussion, note: note.id }, l10n.t('Comment deleted'))}
          onNo={() => {
            setAsking(false);
          }}
        />
      )}
    </article>
  );

  function edit() {
    boxes.open(box, note.body);
  }
}

interface NoteHeadProps {
  readonly note: Note;
  /** The name of the author. */
  readonly name: string;
  readonly url: string;
  /** The buttons. */
  readonly children: ComponentChildren;
}

function NoteHead({ note, name, url, children }: NoteHeadProps) {
  const viewer = useViewer();
  const { author: issueAuthor } = viewer;
  return (
    <div class="gl-note-head">
      <Avatar user={note.author} />
      <span class="gl-note-author" dir="auto" title={note.author && `@${note.author.username}`}>
        {name}
      </span>
      <a class="gl-quiet-link" href={url}>
        <Time at={note.createdAt} />
      </a>
      {newTo(viewer)(note) && <span class="gl-badge gl-badge-new">{l10n.t('New')}</span>}
      {isEdited(note) && (
        <span class="gl-faint gl-edited">
          {l10n.t('edited')} <Time at={note.updatedAt} />
        </span>
      )}
      {note.author !== undefined && note.author.id === issueAuthor?.id && (
        <span class="gl-badge">{l10n.t('Author')}</span>
      )}
      {note.isInternal && (
        <span class="gl-badge gl-badge-warning" title={l10n.t('Visible to project members only')}>
          <Icon name="eye-closed" /> {l10n.t('Internal note')}
        </span>
      )}
      <span class="gl-note-menu">{children}</span>
    </div>
  );
}

/** Whether a user edited the note. Resolving a thread changes `updatedAt` too, but isn't an edit. */
function isEdited({ createdAt, updatedAt, resolved }: Note): boolean {
  return updatedAt - createdAt > leastEdit && Math.abs(updatedAt - (resolved?.at ?? 0)) > leastEdit;
}
