import type { IncomingHttpHeaders } from 'node:http';
import type { Instance } from './apiPipeline.ts';

const exposed =
  'Link, X-Total, X-Total-Pages, X-Per-Page, X-Page, X-Next-Page, X-Prev-Page, X-Gitlab-Blob-Id, X-Gitlab-Commit-Id, ' +
  'X-Gitlab-Content-Sha256, X-Gitlab-Encoding, X-Gitlab-File-Name, X-Gitlab-File-Path, X-Gitlab-Last-Commit-Id, ' +
  'X-Gitlab-Ref, X-Gitlab-Size';

/**
 * Cross-origin headers of `/api/*` (contract section 1). All origins are allowed, but only the instance's own with
 * credentials. `Retry-After`, `RateLimit-*`, and `WWW-Authenticate` stay hidden from scripts.
 */
export function corsHeaders(headers: IncomingHttpHeaders, instance: Instance): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  const own = origin === new URL(instance.externalUrl).origin;
  const answer: Record<string, string> = {
    'Access-Control-Allow-Origin': own ? origin : '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'Access-Control-Expose-Headers': instance.version.has('exposedEtag') ? `${exposed}, X-Request-Id, ETag` : exposed,
    'Access-Control-Max-Age': '7200',
  };
  if (own) answer['Access-Control-Allow-Credentials'] = 'true';
  const wanted = headers['access-control-request-headers'];
  if (wanted !== undefined) answer['Access-Control-Allow-Headers'] = wanted;
  return answer;
}
