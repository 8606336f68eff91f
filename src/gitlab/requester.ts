import type { ApiResponse, Transport } from './transport.ts';

/** The options of one library call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** See `ApiRequest.etag`. */
  readonly etag?: string;
  /** Called with each response before the library processes it, because the library drops the headers of lists. */
  readonly onResponse?: (response: ApiResponse) => void;
}

/**
 * The `requesterFn` that sends every request of `@gitbeaker/rest` through our {@link Transport}. By default, the
 * library repeats a POST ten times, follows redirects with the token, and treats a sign-in page as data.
 */
export async function requesterFor(transport: Transport, call: CallOptions) {
  const { createRequesterFn } = await import('./gitbeaker.ts');
  return createRequesterFn(
    (_resource, request) => Promise.resolve(request),
    async (endpoint, options = {}) => {
      const { method, prefixUrl, searchParams, body, headers } = options as {
        method?: string;
        prefixUrl?: string;
        searchParams?: string;
        body?: string | FormData;
        headers?: Record<string, string>;
      };
      // Some resources keep a part of the path, such as `projects`, in the prefix of the endpoint.
      const prefix = prefixUrl?.slice(`${transport.instance}/api/v4/`.length);
      const contentType = headers?.['content-type'];
      const response = await transport.request({
        method: method ?? 'GET',
        path: prefix ? `${prefix}/${endpoint}` : endpoint,
        ...(searchParams === undefined ? {} : { query: searchParams }),
        ...(body === undefined ? {} : { body }),
        ...(contentType === undefined ? {} : { contentType }),
        ...(call.signal === undefined ? {} : { signal: call.signal }),
        ...(call.etag === undefined ? {} : { etag: call.etag }),
      });
      call.onResponse?.(response);
      return { status: response.status, headers: response.headers, body: response.body as Record<string, unknown> };
    },
  );
}
