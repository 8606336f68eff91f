import type { Issue } from '../../model/issue.ts';

/**
 * The issue of a page as the argument of our commands. The user is present, and the page shows the result. No message
 * and no other extension can create one, so its content needs no validation.
 */
export class PageIssue {
  constructor(
    readonly tracker: string,
    readonly issue: Issue,
  ) {}
}
