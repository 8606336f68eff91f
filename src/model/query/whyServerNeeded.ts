import type { IssueQuery } from './issueQuery.ts';

/**
 * Why a mirror of open issues can't answer a query. The query includes closed issues, or depends on data outside the
 * rows (the user's reactions, or which milestone is due next), or the mirror contains only part of the issues.
 */
export type ServerNeed = 'closed' | 'reaction' | 'upcoming' | 'part';

/** @param held whether the mirror contains all or part of the open issues. */
export function whyServerNeeded({ terms }: IssueQuery, held: 'all' | 'part'): ServerNeed | undefined {
  for (const term of terms) {
    if (term.key === 'state' && term.value !== 'opened') return 'closed';
    if (term.key === 'reaction') return 'reaction';
    if (term.key === 'milestone' && term.value === 'upcoming') return 'upcoming';
  }
  return held === 'all' ? undefined : 'part';
}
