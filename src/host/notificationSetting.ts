import { workspace } from 'vscode';
import { settings } from '../manifest.ts';

/** Of what the person wants to be told by a notification. */
export type NotificationLevel = 'off' | 'assigned' | 'all';

const levels: readonly unknown[] = ['off', 'assigned', 'all'] satisfies NotificationLevel[];

/** `gitlabIssues.notifications`; whatever else somebody wrote there means `off`. Asked each time, so that a change counts at once. */
export function notificationLevel(): NotificationLevel {
  const value = workspace.getConfiguration(settings.section).get<unknown>(settings.notifications);
  return levels.includes(value) ? (value as NotificationLevel) : 'off';
}
