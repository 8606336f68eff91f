import * as l10n from '@vscode/l10n';
import type { HTMLAttributes } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageBox } from '../../model/page/pageState.ts';
import { completeIn, completionSigns, wordySigns } from '../completion.ts';
import { useBox, useTools } from '../pageContext.ts';
import { makeLink, prefixLines, surround } from '../typedText.ts';
import { filesOf } from '../uploads.ts';
import { IconButton } from './iconButton.tsx';
import { Markdown } from './markdown.tsx';

declare module 'preact' {
  // Declares a custom element for TypeScript.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'text-expander': HTMLAttributes & { readonly keys: string; readonly multiword: string };
    }
  }
}

export interface TextBoxProps {
  readonly box: PageBox;
  /** Its purpose, which is its name. */
  readonly label: string;
  readonly placeholder?: string;
  /** Whether it takes the focus when it appears. */
  readonly takesFocus: boolean;
  readonly isDisabled?: boolean;
  /** Ctrl+Enter, or Cmd+Enter. */
  readonly onSend: () => void;
  /** Esc. */
  readonly onLeave: () => void;
}

const isMac = navigator.platform.startsWith('Mac');

/** A box for Markdown with a preview, completion, files, and the usual keyboard shortcuts. */
export function TextBox(props: TextBoxProps) {
  const { box, label, placeholder, takesFocus, isDisabled = false, onSend, onLeave } = props;
  const { boxes, link, uploads } = useTools();
  const state = useBox(box);
  const field = useRef<HTMLTextAreaElement>(null);
  const expander = useRef<HTMLElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { text, isPreview, sending } = state;

  useLayoutEffect(() => {
    if (!takesFocus || !field.current || !boxes.takeFocus(box)) return;
    field.current.focus();
    field.current.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);
  useLayoutEffect(() => {
    if (!expander.current || !field.current) return undefined;
    return completeIn(expander.current, field.current, link, l10n.t('Suggestions'));
  }, [link]);

  const upload = async (files: readonly File[]) => {
    const isSending = boxes.get(box).sending !== undefined;
    if (field.current && files.length > 0 && !isSending) await uploads.into(field.current, files);
  };
  const edit = (change: (target: HTMLTextAreaElement) => void) => {
    if (field.current && sending === undefined) change(field.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hasModifier = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey;
    // VS Code selects everything once more a moment later, including what was typed by then.
    if (hasModifier && event.key.toLowerCase() === 'a') event.stopPropagation();
    const letters = { b: '**', i: '_' } as const;
    const key = event.key.toLowerCase();
    // During composition, keys belong to the input method.
    if (event.isComposing) return;
    if (event.key === 'Escape' && !event.defaultPrevented) onLeave();
    else if (hasModifier && event.key === 'Enter') onSend();
    else if (!field.current || event.target !== field.current || !hasModifier || event.shiftKey) return;
    else if (key === 'b' || key === 'i') surround(field.current, letters[key]);
    else if (key === 'k') makeLink(field.current);
    else return;
    event.preventDefault();
    // VS Code has these keyboard shortcuts too.
    event.stopPropagation();
  };
  const setPreview = (wanted: boolean) => {
    boxes.setPreview(box, wanted);
    if (!wanted) requestAnimationFrame(() => field.current?.focus());
  };
  const id = `gl-box-${box.replace(':', '-')}`;
  return (
    <div class={isOver ? 'gl-box gl-box-over' : 'gl-box'} onKeyDown={onKeyDown}>
      <div class="gl-box-bar">
        <div class="gl-tabs" role="tablist" aria-label={label}>
          {[false, true].map((isForPreview) => (
            <button
              key={String(isForPreview)}
              type="button"
              role="tab"
              class="gl-tab"
              aria-selected={isPreview === isForPreview}
              aria-controls={id}
              tabIndex={isPreview === isForPreview ? 0 : -1}
              onClick={() => {
                setPreview(isForPreview);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
                boxes.setPreview(box, !isPreview);
                const { parentElement } = event.currentTarget;
                requestAnimationFrame(() =>
                  parentElement?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
                );
              }}
            >
              {isForPreview ? l10n.t('Preview') : l10n.t('Write')}
            </button>
          ))}
        </div>
        {!isPreview && (
          <div class="gl-box-tools" role="group" aria-label={l10n.t('Format')}>
            {tool('bold', l10n.t('Bold'), (target) => {
              surround(target, '**');
            })}
            {tool('italic', l10n.t('Italic'), (target) => {
              surround(target, '_');
            })}
            {tool('code', l10n.t('Code'), (target) => {
              surround(target, '`');
            })}
            {tool('link', l10n.t('Link'), makeLink)}
            {tool('list-unordered', l10n.t('List'), (target) => {
              prefixLines(target, '- ');
            })}
            {tool('tasklist', l10n.t('Task List'), (target) => {
              prefixLines(target, '- [ ] ');
            })}
            {tool('attach', l10n.t('Attach a File'), () => picker.current?.click())}
          </div>
        )}
      </div>
      <div id={id} role="tabpanel" aria-label={isPreview ? l10n.t('Preview') : l10n.t('Write')}>
        <text-expander
          ref={expander}
          keys={completionSigns}
          multiword={wordySigns}
          class="gl-expander"
          hidden={isPreview}
        >
          <textarea
            ref={field}
            class="gl-textarea"
            data-box={box}
            dir="auto"
            aria-label={label}
            placeholder={placeholder}
            value={text}
            readOnly={sending !== undefined}
            disabled={isDisabled}
            onInput={({ currentTarget }) => {
              boxes.type(box, currentTarget.value);
            }}
            onBlur={() => {
              boxes.flush();
            }}
            onPaste={(event) => {
              const files = filesOf(event.clipboardData);
              if (files.length === 0) return;
              event.preventDefault();
              void upload(files);
            }}
            onDragOver={(event) => {
              if (!event.dataTransfer?.types.includes('Files')) return;
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => {
              setOver(false);
            }}
            onDrop={(event) => {
              setOver(false);
              const files = filesOf(event.dataTransfer);
              if (files.length === 0) return;
              event.preventDefault();
              void upload(files);
            }}
          />
        </text-expander>
        {isPreview && (
          <div class="gl-preview">
            {text.trim() === '' ? (
              <p class="gl-faint">{l10n.t('Nothing to preview')}</p>
            ) : (
              <Markdown source={text} id={`preview-${id}`} />
            )}
          </div>
        )}
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={l10n.t('Attach a File')}
        onChange={({ currentTarget }) => {
          void upload([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </div>
  );

  function tool(icon: string, name: string, change: (target: HTMLTextAreaElement) => void) {
    return (
      <IconButton
        icon={icon}
        label={name}
        isDisabled={isDisabled}
        onClick={() => {
          edit(change);
        }}
      />
    );
  }
}
