/** All that we use of the library, to be loaded with the first call and not before: it is a file of its own in `dist/`. */
export { createRequesterFn } from '@gitbeaker/requester-utils';
export * from '@gitbeaker/rest';
