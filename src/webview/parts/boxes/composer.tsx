import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PageAct } from '../../../model/page/pageMessages.ts';
import type { PageBox } from '../../../model/page/pageState.ts';
import { type BoxState, isEmpty } from '../../pageDrafts.ts';
import { useBox, useTools, useViewer } from '../../pageContext.ts';
import { ConfirmDiscard } from './confirmDiscard.tsx';
import { SendProblem } from './sendProblem.tsx';
import { TextBox } from './textBox.tsx';

export interface ComposerAction {
  readonly label: string;
  readonly act: (state: BoxState) => PageAct;
}

export interface ComposerProps {
  readonly box: PageBox;
  readonly label: string;
  readonly placeholder?: string;
  readonly takesFocus?: boolean;
  /** The action for Ctrl+Enter. `others` are other ways to send. */
  readonly send: ComposerAction;
  readonly others?: readonly ComposerAction[];
  /** The announcement after the text was sent. */
  readonly done: string;
  /** True for an edit or a reply, which the user can cancel. */
  readonly canClose: boolean;
  /** Whether the user can send an empty text. */
  readonly mayBeEmpty?: boolean;
  /** Shown next to the buttons. */
  readonly children?: ComponentChildren;
}

/** A text box with its buttons and the outcome of sending. */
export function Composer(props: ComposerProps) {
  const {
    box,
    label,
    placeholder,
    takesFocus = false,
    send,
    others = [],
    done,
    canClose,
    mayBeEmpty,
    children,
  } = props;
  const { boxes, announcer, uploads } = useTools();
  const { isGone } = useViewer();
  const state = useBox(box);
  const [messages, setMessages] = useState<readonly string[]>([]);
  const [isAsking, setAsking] = useState(false);
  const isSending = state.sending !== undefined;
  const isReady = (mayBeEmpty === true || state.text.trim() !== '') && !uploads.isAwaitedIn(state.text);
  const canSend = !isSending && !isGone && isReady;

  const submit = async (act: PageAct) => {
    if (!canSend || boxes.get(box).sending !== undefined) return;
    setMessages([]);
    const outcome = await boxes.submit(box, act);
    if (outcome.how !== 'done') return;
    setMessages(outcome.messages ?? []);
    announcer.say([done, ...(outcome.messages ?? [])].join('. '));
  };
  const run = (action: ComposerAction) => {
    void submit(action.act(boxes.get(box)));
  };
  // The comment box stays, with the focus, so that the next keys are not lost.
  const leave = () => {
    if (canClose) boxes.leave(box);
    else boxes.flush();
  };
  const cancel = () => {
    if (isEmpty(boxes.get(box))) boxes.clear(box);
    else setAsking(true);
  };
  return (
    <div class="gl-composer" aria-busy={isSending}>
      <TextBox
        box={box}
        label={label}
        {...(placeholder === undefined ? {} : { placeholder })}
        takesFocus={takesFocus}
        onSend={() => {
          run(send);
        }}
        onLeave={leave}
      />
      <SendProblem
        box={box}
        onSend={(act) => {
          if (act) void submit(act);
          else run(send);
        }}
      />
      {messages.length > 0 && (
        <ul class="gl-said">
          {messages.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {isAsking ? (
        <ConfirmDiscard
          onYes={() => {
            boxes.clear(box);
          }}
          onNo={() => {
            setAsking(false);
          }}
        />
      ) : (
        <div class="gl-composer-end">
          {children}
          <div class="gl-buttons">
            {canClose && (
              <button type="button" class="gl-button" disabled={isSending} onClick={cancel}>
                {l10n.t('Cancel')}
              </button>
            )}
            {others.map((other) => (
              <button
                key={other.label}
                type="button"
                class="gl-button"
                disabled={!canSend}
                onClick={() => {
                  run(other);
                }}
              >
                {other.label}
              </button>
            ))}
            <button
              type="button"
              class="gl-button gl-button-primary"
              disabled={!canSend}
              title={l10n.t('{0} ({1})', send.label, isMac ? '⌘⏎' : 'Ctrl+Enter')}
              onClick={() => {
                run(send);
              }}
            >
              {isSending ? l10n.t('Sending…') : send.label}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

const isMac = navigator.platform.startsWith('Mac');
