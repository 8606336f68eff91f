import {
  type InputBox,
  InputBoxValidationSeverity,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
  window,
} from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { PaletteDraft } from '../../sync/page/paletteDraft.ts';

/** A box that sends its text. */
export interface SendingOptions {
  /** The initial text if there is no draft. */
  readonly value: string;
  /** Why the text can't be sent. Undefined if it can. */
  readonly problem?: (text: string) => string | undefined;
  /** Keeps the typed text until it's sent. */
  readonly draft: PaletteDraft | undefined;
  /**
   * Sends the text. On an error, the box stays open with the text and shows the error, unless the user can continue only
   * elsewhere.
   */
  readonly send: (text: string) => Promise<void>;
  /** A button in the title that does something else with the text. The box then closes. */
  readonly other?: { readonly button: QuickInputButton; readonly run: (text: string) => Promise<void> };
}

/** An input box that sends its text. */
export interface SendingBoxOptions extends SendingOptions {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
}

/**
 * Shows a box that closes only when the text is sent or the user cancels. If the user cancels, the box opens with the
 * same text the next time. Rejects if sending fails after it has closed.
 *
 * @returns whether the text was sent.
 */
export function askAndSend(options: SendingBoxOptions): Promise<boolean> {
  const box = window.createInputBox();
  box.title = options.title;
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  return sendOnEnter(box, options, (message) => {
    box.validationMessage = message === undefined ? undefined : { message, severity: InputBoxValidationSeverity.Error };
  });
}

/**
 * {@link askAndSend} for a box of any kind.
 *
 * @param showProblem shows why the text can't be sent, or removes that.
 * @param isMeant whether Enter means the text, and not one of the rows below it.
 */
export function sendOnEnter(
  box: InputBox | QuickPick<QuickPickItem>,
  { value, problem, draft, send, other }: SendingOptions,
  showProblem: (message: string | undefined) => void,
  isMeant = () => true,
): Promise<boolean> {
  box.value = draft?.text ?? value;
  box.ignoreFocusOut = true;
  if (other) box.buttons = [other.button];
  let sending: Promise<void> | undefined;
  let isMoving = false;
  const result = new Promise<boolean>((resolve, reject) => {
    const sendText = async () => {
      const text = box.value;
      const message = problem?.(text);
      showProblem(message);
      if (message !== undefined) return;
      // A disabled box would lose the focus, which VS Code then doesn't return to where it was.
      box.busy = true;
      try {
        await send(text);
        // The user may have continued to type.
        draft?.keep(box.value === text ? '' : box.value);
        resolve(true);
        box.hide();
      } catch (thrown) {
        const error = GitLabError.from(thrown);
        if (error.facts.page !== undefined) {
          reject(error);
          box.hide();
        }
        showProblem(error.message);
        box.busy = false;
        throw thrown;
      }
    };
    box.onDidChangeValue((text) => {
      draft?.keep(text === value ? '' : text);
      showProblem(problem?.(text));
    });
    box.onDidAccept(() => {
      if (!isMeant() || isMoving) return;
      sending ??= sendText().finally(() => {
        sending = undefined;
      });
      sending.catch(() => undefined);
    });
    box.onDidTriggerButton(() => {
      if (sending || isMoving || !other) return;
      isMoving = true;
      const text = box.value;
      box.busy = true;
      other.run(text).then(() => {
        // The user may have continued to type.
        draft?.keep(box.value === text ? '' : box.value);
        resolve(false);
        box.hide();
      }, reject);
    });
    box.onDidHide(() => {
      if (!sending) resolve(false);
      else sending.catch(reject);
    });
    box.show();
  });
  return result.finally(() => {
    box.dispose();
  });
}
