import { InputBoxValidationSeverity, type InputBoxValidationMessage, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';

/** A box that sends what is typed into it. */
export interface SendingBoxOptions {
  readonly title: string;
  readonly prompt: string;
  /** What is in it to begin with. */
  readonly value: string;
  /** Why it cannot be sent as it is. */
  readonly problem?: (text: string) => string | undefined;
  /** Called with each text that the user types. */
  readonly onType?: (text: string) => void;
  /** What it rejects with is shown under the text, which stays. */
  readonly send: (text: string) => Promise<void>;
}

/** `text` is what the box held at its end, also where it was not sent. */
export interface SendingBoxResult {
  readonly isSent: boolean;
  readonly text: string;
}

/** Asks, and closes only when the text is sent or the user cancels. Rejects with a failure that came after that. */
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
