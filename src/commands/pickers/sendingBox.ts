import { InputBoxValidationSeverity, type InputBoxValidationMessage, type QuickInputButton, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { plainMessage } from '../../model/text/plainText.ts';
import type { PaletteDraft } from '../../sync/page/paletteDraft.ts';

/** An input box that sends its text. */
export interface SendingBoxOptions {
  readonly title: string;
  readonly prompt: string;
  /** Replaces the prompt when it's known. */
  readonly note?: Promise<string | undefined> | undefined;
  readonly placeholder?: string;
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

/**
 * Shows a box that closes only when the text is sent or the user cancels. If the user cancels, the box opens with the
 * same text the next time. Rejects if sending fails after it has closed.
 *
 * @returns whether the text was sent.
 */
export function askAndSend(options: SendingBoxOptions): Promise<boolean> {
  const { draft, problem } = options;
  const box = window.createInputBox();
  box.title = options.title;
  box.prompt = options.prompt;
  void options.note?.then((note) => {
    if (note !== undefined) box.prompt = plainMessage(note);
  });
  box.placeholder = options.placeholder;
  box.value = draft?.text ?? options.value;
  box.ignoreFocusOut = true;
  if (options.other) box.buttons = [options.other.button];
  const problemOf = (text: string): InputBoxValidationMessage | undefined => {
    const message = problem?.(text);
    return message === undefined ? undefined : { message, severity: InputBoxValidationSeverity.Error };
  };
  let sending: Promise<void> | undefined;
  const result = new Promise<boolean>((resolve, reject) => {
    const send = async () => {
      const text = box.value;
      box.validationMessage = problemOf(text);
      if (box.validationMessage !== undefined) return;
      // A disabled box would lose the focus, which VS Code then doesn't return to where it was.
      box.busy = true;
      try {
        await options.send(text);
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
        box.validationMessage = error.message;
        box.busy = false;
        throw thrown;
      }
    };
    box.onDidChangeValue((text) => {
      draft?.keep(text === options.value ? '' : text);
      box.validationMessage = problemOf(text);
    });
    box.onDidAccept(() => {
      sending ??= send().finally(() => {
        sending = undefined;
      });
      sending.catch(() => undefined);
    });
    box.onDidTriggerButton(() => {
      if (sending) return;
      const moving = options.other?.run(box.value).then(() => {
        draft?.keep('');
      });
      moving?.then(() => {
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
