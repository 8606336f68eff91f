import * as vscode from 'vscode';

/** A message that the user would have seen. */
export interface ShownMessage {
  readonly kind: 'error' | 'warning' | 'information';
  readonly text: string;
}

type ShowMessage = (text: string, ...rest: unknown[]) => Thenable<undefined>;

/**
 * Replaces the window's user. Records every message and every URL that the extension opens, and dismisses every
 * message. The tests can replace functions of VS Code's API, because the extension under test uses the same API
 * objects.
 */
export class AbsentPerson {
  readonly messages: ShownMessage[] = [];
  readonly opened: string[] = [];
  private readonly restoring: (() => void)[] = [];

  constructor() {
    const show =
      (kind: ShownMessage['kind']): ShowMessage =>
      (text) => {
        this.messages.push({ kind, text });
        return Promise.resolve(undefined);
      };
    this.replace(vscode.window, 'showErrorMessage', show('error'));
    this.replace(vscode.window, 'showWarningMessage', show('warning'));
    this.replace(vscode.window, 'showInformationMessage', show('information'));
    this.replace(vscode.env, 'openExternal', (uri: vscode.Uri) => {
      this.opened.push(uri.toString(true));
      return Promise.resolve(true);
    });
  }

  /** Restores the original functions. */
  leave(): void {
    for (const restore of this.restoring) restore();
  }

  private replace(api: object, name: string, stub: unknown): void {
    const original: unknown = Reflect.get(api, name);
    if (!Reflect.set(api, name, stub)) throw new Error(`${name} cannot be replaced.`);
    this.restoring.push(() => {
      Reflect.set(api, name, original);
    });
  }
}
