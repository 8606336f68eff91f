import { workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { Disposable } from '../model/event.ts';
import type { Log, SingleSettings } from '../model/ports.ts';

/**
 * Settings with a single value, read on each access so that changes apply at once. Ignores an invalid value and logs
 * it.
 */
export class OwnSettings implements SingleSettings {
  /** The settings for which an invalid value was logged, so that each is logged only once. */
  private warned: ReadonlySet<string> = new Set();

  constructor(private readonly log: Pick<Log, 'warn'>) {}

  /** @param read converts the value. Undefined if it is invalid. */
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
