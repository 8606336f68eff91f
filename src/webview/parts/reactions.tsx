import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { Reaction } from '../../model/issueDetails.ts';
import { mostEntries } from '../../model/limits.ts';
import type { PageAct } from '../../model/page/pageMessages.ts';
import { emojiOf } from '../../model/text/emojiOf.ts';
import { nameList } from '../nameList.ts';
import { useTools, useViewer } from '../pageContext.ts';
import { useAct } from './act.ts';
import { EmojiPicker } from './emojiPicker.tsx';

export interface ReactionsProps {
  /** The id of the note. Omitted for the issue itself. */
  readonly note?: number;
  readonly reactions: readonly Reaction[];
}

/** The maximum number of names in a tooltip, as on GitLab. */
const mostNames = 10;

/** The reactions. Each tooltip lists the users, the current one first. */
export function Reactions({ note, reactions, children }: ReactionsProps & { readonly children?: ComponentChildren }) {
  const { writer, rights, webUrl, isGone } = useViewer();
  const { language } = useTools();
  const [act, isBusy] = useAct();
  const groups = Map.groupBy(reactions, ({ name }) => name);
  return (
    <div class="gl-reactions" role="group" aria-label={l10n.t('Reactions')}>
      {[...groups].slice(0, mostEntries).map(([name, given]) => {
        const own = given.filter(({ user }) => user.id === writer);
        const isMine = own.length > 0;
        const people = [...own, ...given.filter(({ user }) => user.id !== writer)].map(({ user }) => user.name);
        const label = l10n.t('{0}: {1}', name.replaceAll('_', ' '), nameList(people, language, mostNames));
        return (
          <button
            key={name}
            type="button"
            class="gl-reaction"
            aria-pressed={isMine}
            title={label}
            disabled={!rights.comment || isGone || isBusy}
            onClick={() => void act(reaction(note, name, !isMine))}
          >
            <span aria-hidden="true">{emojiOf(name) ?? `:${name}:`}</span>
            <span aria-hidden="true">{given.length}</span>
            <span class="gl-unseen">{label}</span>
          </button>
        );
      })}
      {groups.size > mostEntries && <a href={webUrl}>{l10n.t('{0} more', groups.size - mostEntries)}</a>}
      {children}
    </div>
  );
}

/** A button that adds a reaction, or removes the user's own. Hidden if the user doesn't have permission. */
export function ReactButton({ note, reactions }: ReactionsProps) {
  const { writer, rights, isGone } = useViewer();
  const [act] = useAct();
  if (!rights.comment || isGone) return null;
  return (
    <EmojiPicker
      label={l10n.t('Add Reaction')}
      onPick={(name) => {
        const isMine = reactions.some((given) => given.name === name && given.user.id === writer);
        void act(reaction(note, name, !isMine));
      }}
    />
  );
}

function reaction(note: number | undefined, emoji: string, on: boolean): PageAct {
  return { kind: 'react', ...(note === undefined ? {} : { note }), emoji, on };
}
