import type { Issue } from '../../../src/model/issue.ts';

/** Returns an issue as in a list from GitLab. */
export function issue(id: number, change: Partial<Issue> = {}): Issue {
  return {
    id,
    iid: id,
    projectId: 101,
    title: `Issue ${id}`,
    state: 'opened',
    type: 'issue',
    labels: [],
    assignees: [],
    createdAt: id * 1000,
    updatedAt: id * 1000,
    confidential: false,
    commentCount: 0,
    webUrl: `https://gitlab.example.com/group/project/-/issues/${id}`,
    reference: `group/project#${id}`,
    ...change,
  };
}
