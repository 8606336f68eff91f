import type { Issue } from '../../../../src/model/issue.ts';

/** Returns a plain open issue with the given fields replaced. */
export function anIssue(facts: Partial<Issue>): Issue {
  const { iid = 1 } = facts;
  return {
    id: 1000 + iid,
    iid,
    projectId: 101,
    title: `Issue ${iid}`,
    state: 'opened',
    type: 'issue',
    labels: [],
    assignees: [],
    createdAt: Date.UTC(2026, 0, 1) + iid,
    updatedAt: Date.UTC(2026, 0, 1) + iid,
    confidential: false,
    commentCount: 0,
    webUrl: `https://gitlab.example.com/group/app/-/issues/${iid}`,
    reference: `group/app#${iid}`,
    ...facts,
  };
}
