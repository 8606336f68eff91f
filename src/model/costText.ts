import * as l10n from '@vscode/l10n';
import type { RequestCost } from './requestMeter.ts';

/** What the last hour cost, in a few words; empty for nothing. */
export function costText({ requests, bytes }: RequestCost): string {
  if (requests === 0) return '';
  const size = Math.ceil(bytes / 1024).toLocaleString();
  return requests === 1
    ? l10n.t('1 request, {0} KB in the last hour', size)
    : l10n.t('{0} requests, {1} KB in the last hour', requests.toLocaleString(), size);
}
