/** The used parts of the library, in a separate file of `dist/` so that it loads only with the first request. */
export { createRequesterFn } from '@gitbeaker/requester-utils';
export * from '@gitbeaker/rest';
