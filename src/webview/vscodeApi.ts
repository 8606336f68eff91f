/**
 * The API that VS Code provides to the script of a webview.
 * https://code.visualstudio.com/api/extension-guides/webview#scripts-and-message-passing
 */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: object): void;
}

declare global {
  /** Can be called once. */
  function acquireVsCodeApi(): VsCodeApi;
}
