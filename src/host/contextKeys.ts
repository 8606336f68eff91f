import { commands } from 'vscode';
import type { ContextKey } from '../manifest.ts';

const current = new Map<ContextKey, string | boolean>();

/** Sets what `when` clauses ask for. The one place that does; a value that is already set costs nothing. */
export function setContextKey(key: ContextKey, value: string | boolean): void {
  if (current.get(key) === value) return;
  current.set(key, value);
  void commands.executeCommand('setContext', key, value);
}
