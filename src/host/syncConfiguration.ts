import { EventEmitter, workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { SyncSettings } from '../model/ports.ts';
import type { OwnSettings } from './ownSettings.ts';

const shortest = 30;
const longest = 86_400;
const usual = 60;
const fewestIssues = 100;
const mostIssues = 100_000;
const usualIssues = 10_000;

/** The settings for requests. A value of the wrong type becomes the default, and numbers stay within their limits. */
export class SyncConfiguration implements SyncSettings {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription = workspace.onDidChangeConfiguration((event) => {
    const ours = [settings.pollingInterval, settings.mostIssues];
    if (ours.some((setting) => event.affectsConfiguration(`${settings.section}.${setting}`))) this.changed.fire();
  });

  readonly onDidChange = this.changed.event;

  constructor(private readonly own: OwnSettings) {}

  get interval(): number {
    const value = this.own.get(settings.pollingInterval, readNumber) ?? usual;
    return value === 0 ? 0 : Math.min(Math.max(value, shortest), longest) * 1000;
  }

  get mostIssues(): number {
    return Math.min(Math.max(this.own.get(settings.mostIssues, readNumber) ?? usualIssues, fewestIssues), mostIssues);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : undefined;
}
