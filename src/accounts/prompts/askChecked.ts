import { type QuickInputButton, QuickInputButtons, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';

/** A button in the title of the box, which stays open. */
export type BoxButton = QuickInputButton & {
  /** Returns a value to accept as if the user had typed it, or undefined if the button does something else. */
  readonly press: () => Promise<string> | undefined;
};

/** An input box. The server has to accept its value. */
export interface CheckedQuestion<T> {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  /** The initial value. */
  readonly value?: string;
  /** Hides the typed text. */
  readonly password?: boolean;
  /** Whether the box has a Back button. */
  readonly canGoBack: boolean;
  readonly buttons?: readonly BoxButton[];
  /** The message for an empty value. If absent, there is none. */
  readonly whenEmpty?: string;
  /** The box shows any error thrown here, and the user can try again. The signal aborts when the box closes. */
  readonly accept: (text: string, signal: AbortSignal) => Promise<T>;
}

/**
 * Shows a box that stays open until its value is accepted, even without focus, because the user may have to copy the
 * value from the browser. Undefined when the user cancels.
 */
export function askChecked<T>(question: CheckedQuestion<T>): Promise<{ readonly accepted: T } | 'back' | undefined> {
  const {
    title,
    prompt,
    placeholder,
    value = '',
    password = false,
    canGoBack,
    buttons = [],
    whenEmpty,
    accept,
  } = question;
  const abort = new AbortController();
  const box = window.createInputBox();
  Object.assign(box, { title, prompt, placeholder, value, password, ignoreFocusOut: true });
  box.buttons = [...(canGoBack ? [QuickInputButtons.Back] : []), ...buttons];
  return new Promise((resolve) => {
    let answer: { readonly accepted: T } | 'back' | undefined;
    const submit = async (given: string | Promise<string>) => {
      if (box.busy) {
        await Promise.resolve(given).catch(() => undefined);
        return;
      }
      // A disabled box would lose the focus.
      box.busy = true;
      box.validationMessage = undefined;
      try {
        answer = { accepted: await accept(await given, abort.signal) };
        box.hide();
      } catch (error) {
        box.validationMessage = GitLabError.from(error).message;
      } finally {
        box.busy = false;
      }
    };
    box.onDidAccept(() => {
      if (box.value.trim() === '') box.validationMessage = whenEmpty;
      else void submit(box.value);
    });
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidTriggerButton((pressed) => {
      const button = buttons.find((each) => each === pressed);
      if (button) {
        const given = button.press();
        if (given) void submit(given);
        return;
      }
      answer = 'back';
      box.hide();
    });
    box.onDidHide(() => {
      abort.abort();
      box.dispose();
      resolve(answer);
    });
    box.show();
  });
}
