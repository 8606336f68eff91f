import { settings } from '../manifest.ts';
import type { SingleSettings } from '../model/ports.ts';

/** The notifications that the user wants. */
export function notificationLevel(own: Pick<SingleSettings, 'get'>): 'off' | 'assigned' | 'all' {
  return own.get(settings.notifications, readLevel) ?? 'off';
}

function readLevel(value: unknown): 'off' | 'assigned' | 'all' | undefined {
  return value === 'off' || value === 'assigned' || value === 'all' ? value : undefined;
}
