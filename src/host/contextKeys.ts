import { commands } from 'vscode';
import type { ContextKey } from '../manifest.ts';

const current = new Map<ContextKey, string | boolean>();

/** Sets the context key of a `when` clause. All keys are set here. Setting the same value again costs nothing. */
export function setContextKey(key: ContextKey, value: string | boolean): void {
  if (current.get(key) === value) return;
  current.set(key, value);
  void commands.executeCommand('setContext', key, value);
}
