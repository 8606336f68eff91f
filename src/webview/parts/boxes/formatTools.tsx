import * as l10n from '@vscode/l10n';
import { makeLink, prefixLines, surround } from '../../typedText.ts';
import { IconButton } from '../iconButton.tsx';

interface FormatToolsProps {
  readonly isDisabled: boolean;
  /** Changes the text, unless it is being sent. */
  readonly edit: (change: (field: HTMLTextAreaElement) => void) => void;
  readonly onAttach: () => void;
}

/** The formatting buttons of a text box. They add Markdown to the selection. */
export function FormatTools({ isDisabled, edit, onAttach }: FormatToolsProps) {
  const around = (sign: string) => (field: HTMLTextAreaElement) => {
    surround(field, sign);
  };
  const before = (prefix: string) => (field: HTMLTextAreaElement) => {
    prefixLines(field, prefix);
  };
  const tools = [
    { icon: 'bold', label: l10n.t('Bold'), change: around('**') },
    { icon: 'italic', label: l10n.t('Italic'), change: around('_') },
    { icon: 'code', label: l10n.t('Code'), change: around('`') },
    { icon: 'link', label: l10n.t('Link'), change: makeLink },
    { icon: 'list-unordered', label: l10n.t('List'), change: before('- ') },
    { icon: 'tasklist', label: l10n.t('Task List'), change: before('- [ ] ') },
    { icon: 'attach', label: l10n.t('Attach a File'), change: onAttach },
  ];
  return (
    <div class="gl-box-tools" role="group" aria-label={l10n.t('Format')}>
      {tools.map(({ icon, label, change }) => (
        <IconButton
          key={icon}
          icon={icon}
          label={label}
          isDisabled={isDisabled}
          onClick={() => {
            edit(change);
          }}
        />
      ))}
    </div>
  );
}
