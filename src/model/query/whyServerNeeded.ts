import type { IssueQuery } from './issueQuery.ts';

/**
 * Why a mirror of open issues cannot answer a query: it asks for closed ones too; for what rows do not tell (a person's
 * reactions, which milestone is next); or the mirror holds a part of the issues only.
 */
export type ServerNeed = 'closed' | 'reaction' | 'upcoming' | 'part';

/** @param held how many of the open issues the mirror holds. */
export function whyServerNeeded({ terms }: IssueQuery, held: 'all' | 'part'): ServerNeed | undefined {
  for (const term of terms) {
    if (term.key === 'state' && term.value !== 'opened') return 'closed';
    if (term.key === 'reaction') return 'reaction';
    if (term.key === 'milestone' && term.value === 'upcoming') return 'upcoming';
  }
  return held === 'all' ? undefined : 'part';
}
