import * as l10n from '@vscode/l10n';
import type { RequestCost } from '../gateway/requestMeter.ts';

/** The number and size of requests in the last hour. Empty if there were none. */
export function costText({ requests, bytes }: RequestCost): string {
  if (requests === 0) return '';
  const size = Math.ceil(bytes / 1024).toLocaleString();
  return requests === 1
    ? l10n.t('1 request, {0} KB in the last hour', size)
    : l10n.t('{0} requests, {1} KB in the last hour', requests.toLocaleString(), size);
}
