import { InputBoxValidationSeverity, type InputBoxValidationMessage, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';

/** An input box that sends its text. */
export interface SendingBoxOptions {
  readonly title: string;
  readonly prompt: string;
  /** The initial text. */
  readonly value: string;
  /** Why the text can't be sent. Undefined if it can. */
  readonly problem?: (text: string) => string | undefined;
  /** Called with the current text whenever the user types. */
  readonly onType?: (text: string) => void;
  /** Sends the text. On an error, the box stays open with the text and shows the error. */
  readonly send: (text: string) => Promise<void>;
}

/** `text` is the final content of the box, even if it wasn't sent. */
export interface SendingBoxResult {
  readonly isSent: boolean;
  readonly text: string;
}

/**
 * Shows a box that closes only when the text is sent or the user cancels. Rejects if sending fails after it has closed.
 */
export function askAndSend(options: SendingBoxOptions): Promise<SendingBoxResult> {
  const box = window.createInputBox();
  box.title = options.title;
  box.prompt = options.prompt;
  box.value = options.value;
  box.ignoreFocusOut = true;
  const problemOf = (text: string): InputBoxValidationMessage | undefined => {
    const message = options.problem?.(text);
    return message === undefined ? undefined : { message, severity: InputBoxValidationSeverity.Error };
  };
  let sending: Promise<void> | undefined;
  const result = new Promise<SendingBoxResult>((resolve, reject) => {
    const send = async () => {
      const text = box.value;
      box.validationMessage = problemOf(text);
      if (box.validationMessage !== undefined) return;
      box.busy = true;
      box.enabled = false;
      try {
        await options.send(text);
        resolve({ isSent: true, text });
        box.hide();
      } catch (thrown) {
        box.validationMessage = GitLabError.from(thrown).message;
        box.enabled = true;
        box.busy = false;
        throw thrown;
      }
    };
    box.onDidChangeValue((text) => {
      options.onType?.(text);
      box.validationMessage = problemOf(text);
    });
    box.onDidAccept(() => {
      sending ??= send().finally(() => {
        sending = undefined;
      });
      sending.catch(() => undefined);
    });
    box.onDidHide(() => {
      const text = box.value;
      if (!sending) resolve({ isSent: false, text });
      else sending.catch(reject);
    });
    box.show();
  });
  return result.finally(() => {
    box.dispose();
  });
}
