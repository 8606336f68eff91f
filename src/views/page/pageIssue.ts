import type { Issue } from '../../model/issue.ts';

/**
 * The issue of a page, as a command of ours is called with it: a person is there, and the page shows how it ended. No message
 * and no other extension can make one, so that nothing in it has to be read.
 */
export class PageIssue {
  constructor(
    readonly tracker: string,
    readonly issue: Issue,
  ) {}
}
