import { useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { usePopup } from './popup.ts';

export interface MenuItem {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly isDangerous?: boolean;
  /** For an item of a group of which one is selected. It has a check mark instead of an icon. */
  readonly isChecked?: boolean;
  /** Whether a line separates it from the items before it. */
  readonly startsGroup?: boolean;
}

export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** The icon of the button. */
  readonly icon?: string;
  /** The text of the button. */
  readonly text?: string;
}

/** A button with a menu. Supports the arrow keys, Home, End, Esc, and the first letter of an item. */
export function Menu({ label, items, icon: own = 'ellipsis', text }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const { place, button, close } = usePopup(isOpen, setOpen, () => {
    go(0);
  });
  const list = useRef<HTMLUListElement>(null);
  const go = (at: number) => {
    const all = [...(list.current?.querySelectorAll('button') ?? [])];
    all.at(at % all.length)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = all.findIndex((item) => item === document.activeElement);
    const letter = all.findIndex(
      (item, index) => index > at && item.textContent.toLowerCase().startsWith(event.key.toLowerCase()),
    );
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(-1);
    else if (event.key === 'Tab') setOpen(false);
    else if (event.key.length === 1 && letter >= 0 && !hasModifier) go(letter);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div class="gl-popup-place" ref={place}>
      <IconButton
        icon={own}
        label={label}
        popup="menu"
        isExpanded={isOpen}
        buttonRef={button}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {text ? <span class="gl-menu-text">{text}</span> : null}
      </IconButton>
      {isOpen && (
        <ul class="gl-popup gl-menu" role="menu" aria-label={label} ref={list} onKeyDown={onKeyDown}>
          {items.map(({ icon, label: name, onClick, isDangerous = false, isChecked, startsGroup = false }) => (
            <li role="none" key={name} class={startsGroup ? 'gl-menu-group' : undefined}>
              <button
                type="button"
                role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={isChecked}
                tabIndex={-1}
                class={isDangerous ? 'gl-menu-item gl-danger' : 'gl-menu-item'}
                onClick={() => {
                  close();
                  onClick();
                }}
              >
                <Icon name={isChecked === undefined ? icon : isChecked ? 'check' : 'blank'} />
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
