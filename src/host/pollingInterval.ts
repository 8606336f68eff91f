import { EventEmitter, workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { PollingSettings } from '../model/ports.ts';

const shortest = 30;
const longest = 86_400;
const usual = 60;

/** `gitlabIssues.polling.intervalSeconds`, whatever somebody wrote into it: 0 for off, else within its bounds. */
export class PollingInterval implements PollingSettings {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settings.section}.${settings.pollingInterval}`)) this.changed.fire();
  });

  readonly onDidChange = this.changed.event;

  get interval(): number {
    const value = workspace.getConfiguration(settings.section).get<unknown>(settings.pollingInterval);
    if (typeof value !== 'number' || Number.isNaN(value) || value < 0) return usual * 1000;
    return value === 0 ? 0 : Math.min(Math.max(value, shortest), longest) * 1000;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
