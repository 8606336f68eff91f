import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { emojiFor } from '../../model/text/emojiFor.ts';
import { allEmoji, emojiOf } from '../../model/text/emojiOf.ts';
import { IconButton } from './iconButton.tsx';
import { usePopup } from './popup.ts';

/** A button that opens a grid of emoji with a search box. */
export function EmojiPicker({ label, onPick }: { readonly label: string; readonly onPick: (name: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const { place, button, close } = usePopup(isOpen, setOpen, () => search.current?.focus());
  return (
    <div class="gl-popup-place" ref={place}>
      <IconButton
        icon="reactions"
        label={label}
        popup="dialog"
        isExpanded={isOpen}
        buttonRef={button}
        onClick={() => {
          setOpen(!isOpen);
        }}
      />
      {isOpen && (
        <Grid
          label={label}
          search={search}
          onPick={(name) => {
            close();
            onPick(name);
          }}
        />
      )}
    </div>
  );
}

interface GridProps {
  readonly label: string;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onPick: (name: string) => void;
}

function Grid({ label, search, onPick }: GridProps) {
  const [words, setWords] = useState('');
  const grid = useRef<HTMLDivElement>(null);
  const found = emojiFor(words, allEmoji());
  const move = (event: KeyboardEvent) => {
    const all = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = all.findIndex((each) => each === document.activeElement);
    const columns = all.filter(({ offsetTop }) => offsetTop === all[0]?.offsetTop).length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : columns, ArrowUp: -columns }[event.key];
    if (step === undefined || (at < 0 && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    if (at + step < 0) search.current?.focus();
    else all[Math.min(at + step, all.length - 1)]?.focus();
  };
  return (
    <div class="gl-popup gl-emoji" role="dialog" aria-label={label} onKeyDown={move}>
      <input
        ref={search}
        class="gl-input"
        type="text"
        placeholder={l10n.t('Search emoji')}
        aria-label={l10n.t('Search emoji')}
        value={words}
        onInput={({ currentTarget }) => {
          setWords(currentTarget.value);
        }}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === 'Enter' && first !== undefined) onPick(first);
        }}
      />
      <div class="gl-emoji-grid" ref={grid}>
        {found.map((name) => (
          <button
            key={name}
            type="button"
            title={`:${name}:`}
            aria-label={name.replaceAll('_', ' ')}
            onClick={() => {
              onPick(name);
            }}
          >
            {emojiOf(name)}
          </button>
        ))}
      </div>
      <div class="gl-faint" role="status">
        {found.length === 0 && l10n.t('No matching emoji')}
      </div>
    </div>
  );
}
