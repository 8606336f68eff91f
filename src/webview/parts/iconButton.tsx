import type { ComponentChildren, Ref } from 'preact';
import { Icon } from './icon.tsx';

export interface IconButtonProps {
  readonly icon: string;
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly onClick: () => void;
  readonly class?: string;
  readonly isDisabled?: boolean;
  /** Whether its popup is open. */
  readonly isExpanded?: boolean;
  readonly popup?: 'menu' | 'dialog';
  readonly children?: ComponentChildren;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with an icon, and optional text. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, onClick, class: also = '', isDisabled, isExpanded, popup, children, buttonRef } = props;
  return (
    <button
      type="button"
      class={`gl-icon-button ${also}`}
      title={label}
      aria-label={label}
      disabled={isDisabled}
      aria-expanded={isExpanded}
      aria-haspopup={popup}
      onClick={onClick}
      ref={buttonRef ?? null}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
