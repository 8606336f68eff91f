import * as l10n from '@vscode/l10n';
import type { HTMLAttributes } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageBox } from '../../../model/page/pageState.ts';
import { completeIn, completionSigns, wordySigns } from '../../completion.ts';
import { useBox, useTools } from '../../pageContext.ts';
import { makeLink, surround } from '../../typedText.ts';
import { BoxTabs } from './boxTabs.tsx';
import { FormatTools } from './formatTools.tsx';
import { useGivenFiles } from './givenFiles.ts';
import { Markdown } from '../markdown.tsx';

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
  /** The accessible name. */
  readonly label: string;
  readonly placeholder?: string;
  /** Whether to focus the box when it appears. */
  readonly takesFocus: boolean;
  readonly isDisabled?: boolean;
  /** Called for Ctrl+Enter or Cmd+Enter. */
  readonly onSend: () => void;
  /** Called for Esc. */
  readonly onLeave: () => void;
}

const isMac = navigator.platform.startsWith('Mac');

/** A Markdown text box with a preview, completion, file uploads, and the usual keyboard shortcuts. */
export function TextBox(props: TextBoxProps) {
  const { box, label, placeholder, takesFocus, isDisabled = false, onSend, onLeave } = props;
  const { boxes, sizes, link, uploads } = useTools();
  const state = useBox(box);
  const field = useRef<HTMLTextAreaElement>(null);
  const expander = useRef<HTMLElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  /** The user selected the Write tab, which shows the field in the next redraw. */
  const isWriteWanted = useRef(false);
  const { text, isPreview, sending } = state;

  useLayoutEffect(() => {
    if (!takesFocus || !field.current || !boxes.takeFocus(box)) return;
    field.current.focus();
    field.current.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);
  useLayoutEffect(() => (field.current ? sizes.follow(box, field.current) : undefined), [sizes, box]);
  useLayoutEffect(() => {
    if (isPreview || !isWriteWanted.current) return;
    isWriteWanted.current = false;
    field.current?.focus();
  });
  useLayoutEffect(() => {
    if (!expander.current || !field.current) return undefined;
    return completeIn(expander.current, field.current, link, l10n.t('Suggestions'));
  }, [link]);

  const upload = async (files: readonly File[]) => {
    const isSending = boxes.get(box).sending !== undefined;
    if (field.current && files.length > 0 && !isSending) await uploads.into(field.current, files);
  };
  const { isOver, handlers } = useGivenFiles(upload);
  const edit = (change: (target: HTMLTextAreaElement) => void) => {
    if (field.current && sending === undefined) change(field.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hasModifier = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey;
    // Otherwise VS Code selects everything again a moment later, including newly typed text.
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
    isWriteWanted.current = !wanted;
    boxes.setPreview(box, wanted);
  };
  const id = `gl-box-${box.replace(':', '-')}`;
  return (
    <div class={isOver ? 'gl-box gl-box-over' : 'gl-box'} onKeyDown={onKeyDown}>
      <div class="gl-box-bar">
        <BoxTabs
          label={label}
          panel={id}
          isPreview={isPreview}
          onClick={setPreview}
          onMove={() => {
            boxes.setPreview(box, !isPreview);
          }}
        />
        {!isPreview && <FormatTools isDisabled={isDisabled} edit={edit} onAttach={() => picker.current?.click()} />}
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
            {...handlers}
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
}
