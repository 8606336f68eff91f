import * as vscode from 'vscode';

/** What a person would have been shown. */
export interface ShownMessage {
  readonly kind: 'error' | 'warning' | 'information';
  readonly text: string;
}

type ShowMessage = (text: string, ...rest: unknown[]) => Thenable<undefined>;

/**
 * Stands in for the person of the window: notes every message and every address that is to be opened, and answers none, as
 * if a user closed them. (VS Code leaves its API open to the tests of an extension, which have it in common with that.)
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

  /** Gives the window back. */
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
