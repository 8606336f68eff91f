import { GitLabError } from '../model/error/gitLabError.ts';

/** What is asked about one issue: GitLab does not always say that it is the issue that it did not find. */
export async function ofIssue<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (GitLabError.is(error, 'notFound') && !error.facts.detail)
      throw new GitLabError('notFound', { ...error.facts, detail: 'issue' });
    throw error;
  }
}
