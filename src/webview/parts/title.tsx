import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Issue } from '../../model/issue.ts';
import { emojiOf } from '../../model/text/emojiOf.ts';
import { withEmoji } from '../../model/text/shortcodes.ts';
import { isEmpty } from '../pageDrafts.ts';
import { useBox, useTools, useViewer } from '../pageContext.ts';
import { ConfirmDiscard } from './boxes/confirmDiscard.tsx';
import { DraftHint } from './boxes/draftHint.tsx';
import { IconButton } from './iconButton.tsx';
import { SendProblem } from './boxes/sendProblem.tsx';
import { useFocusAfter } from './useFocusAfter.ts';
import { useMarkdownContext } from './useMarkdownContext.ts';
import { plainText } from '../../model/text/plainText.ts';

/** The title, which the user edits in place. It is the page's only h1. */
export function Title({ issue }: { readonly issue: Issue }) {
  const { boxes } = useTools();
  const { rights, isGone } = useViewer();
  const box = useBox('title');
  const button = useRef<HTMLButtonElement>(null);
  useFocusAfter(box.isOpen, button);
  const mayEdit = rights.edit && !isGone;
  const edit = () => {
    boxes.open('title', issue.title);
  };
  if (box.isOpen) return <TitleForm issue={issue} />;
  return (
    <>
      <div class="gl-title">
        <h1 dir="auto">
          <TitleText title={issue.title} /> <span class="gl-iid">#{issue.iid}</span>
        </h1>
        {mayEdit && <IconButton icon="edit" label={l10n.t('Edit Title')} onClick={edit} buttonRef={button} />}
      </div>
      {!isEmpty(box) && (
        <DraftHint
          isSending={box.sending !== undefined}
          onOpen={edit}
          onClear={() => {
            boxes.clear('title');
          }}
        />
      )}
    </>
  );
}

/** The title with emoji and links. Keeps its nodes until the title changes. */
function TitleText({ title }: { readonly title: string }) {
  const { texts } = useTools();
  const context = useMarkdownContext('title');
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (element.current) texts.showTitle(element.current, title, context);
  }, [texts, title, context]);
  return <span ref={element} />;
}

function TitleForm({ issue }: { readonly issue: Issue }) {
  const { boxes, announcer } = useTools();
  const box = useBox('title');
  const field = useRef<HTMLInputElement>(null);
  const [isAsking, setAsking] = useState(false);
  useLayoutEffect(() => {
    if (!boxes.takeFocus('title')) return;
    field.current?.focus();
    field.current?.select();
  }, []);
  const save = async () => {
    const { text, base = issue.title, sending } = boxes.get('title');
    if (text.trim() === '' || sending !== undefined) return;
    setAsking(false);
    if (text === base) {
      boxes.clear('title');
      return;
    }
    const outcome = await boxes.submit('title', { kind: 'title', title: text.trim(), base });
    if (outcome.how === 'done') announcer.say(l10n.t('Saved'));
  };
  return (
    <>
      <h1 class="gl-unseen">
        {plainText(withEmoji(issue.title, emojiOf))} #{issue.iid}
      </h1>
      <form
        class="gl-title-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <input
          class="gl-input gl-title-input"
          data-box="title"
          type="text"
          dir="auto"
          aria-label={l10n.t('Title')}
          value={box.text}
          readOnly={box.sending !== undefined}
          ref={field}
          onInput={({ currentTarget }) => {
            boxes.type('title', currentTarget.value);
          }}
          onBlur={() => {
            boxes.flush();
          }}
          onKeyDown={(event) => {
            // During composition, keys belong to the input method.
            if (event.isComposing) return;
            // Otherwise VS Code selects everything again a moment later, including newly typed text.
            if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') event.stopPropagation();
            if (event.key === 'Escape') boxes.leave('title');
            else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {isAsking ? (
          <ConfirmDiscard
            onYes={() => {
              setAsking(false);
              boxes.clear('title');
            }}
            onNo={() => {
              setAsking(false);
            }}
          />
        ) : (
          <div class="gl-buttons">
            <button
              type="button"
              class="gl-button"
              disabled={box.sending !== undefined}
              onClick={() => {
                if (isEmpty(box)) boxes.clear('title');
                else setAsking(true);
              }}
            >
              {l10n.t('Cancel')}
            </button>
            <button
              type="submit"
              class="gl-button gl-button-primary"
              disabled={box.text.trim() === '' || box.sending !== undefined}
            >
              {box.sending === undefined ? l10n.t('Save') : l10n.t('Saving…')}
            </button>
          </div>
        )}
      </form>
      <SendProblem box="title" onSend={() => void save()} />
    </>
  );
}
