import { workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { Disposable } from '../model/event.ts';
import type { Log, SingleSettings } from '../model/ports.ts';

/**
 * Settings that are one value, asked each time so that a change counts at once. A value that a setting cannot be
 * is ignored, with one line in the log.
 */
export class OwnSettings implements SingleSettings {
  /** The settings whose values were logged as ignored: each is read many times, and logged once. */
  private warned: ReadonlySet<string> = new Set();

  constructor(private readonly log: Pick<Log, 'warn'>) {}

  /** @param read undefined: the setting cannot be that. */
  get<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = workspace.getConfiguration(settings.section).get<unknown>(name);
    const found = value === undefined ? undefined : read(value);
    const isWrong = value !== undefined && found === undefined;
    if (isWrong === this.warned.has(name)) return found;
    const others = [...this.warned].filter((other) => other !== name);
    this.warned = new Set(isWrong ? [...others, name] : others);
    if (isWrong) this.log.warn(`Ignored the setting ${settings.section}.${name} because its value isn't valid.`);
    return found;
  }

  onDidChange(names: readonly string[], listener: () => void): Disposable {
    return workspace.onDidChangeConfiguration((event) => {
      if (names.some((name) => event.affectsConfiguration(`${settings.section}.${name}`))) listener();
    });
  }
}
