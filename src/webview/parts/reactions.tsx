import * as l10n from '@vscode/l10n';
import type { Reaction } from '../../model/issueDetails.ts';
import { emojiOf } from '../markdown/emojiOf.ts';
import { useTools, useViewer } from '../pageContext.ts';
import { useAct } from './act.ts';
import { EmojiPicker } from './emojiPicker.tsx';

export interface ReactionsProps {
  /** Of a note; of the issue itself where there is none. */
  readonly note?: number;
  readonly reactions: readonly Reaction[];
}

/** Who reacted how, and the button to react. */
export function Reactions({ note, reactions }: ReactionsProps) {
  const { me, rights, isGone } = useViewer();
  const { language } = useTools();
  const [act, isBusy] = useAct();
  const mayReact = rights.comment && !isGone;
  const react = (emoji: string, on: boolean) => {
    void act({ kind: 'react', ...(note === undefined ? {} : { note }), emoji, on });
  };
  const groups = Map.groupBy(reactions, ({ name }) => name);
  if (groups.size === 0 && !mayReact) return null;
  return (
    <div class="gl-reactions" role="group" aria-label={l10n.t('Reactions')}>
      {[...groups].map(([name, given]) => {
        const isMine = given.some(({ user }) => user.id === me?.id);
        const people = new Intl.ListFormat(language).format(given.map(({ user }) => user.name));
        const label = l10n.t('{0}: {1}', name.replaceAll('_', ' '), people);
        return (
          <button
            key={name}
            type="button"
            class="gl-reaction"
            aria-pressed={isMine}
            aria-label={label}
            title={label}
            disabled={!mayReact || isBusy}
            onClick={() => {
              react(name, !isMine);
            }}
          >
            <span>{emojiOf(name) ?? `:${name}:`}</span>
            <span>{given.length}</span>
          </button>
        );
      })}
      {mayReact && (
        <EmojiPicker
          label={l10n.t('Add reaction')}
          onPick={(name) => {
            react(name, !(groups.get(name) ?? []).some(({ user }) => user.id === me?.id));
          }}
        />
      )}
    </div>
  );
}
