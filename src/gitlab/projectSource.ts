import type { IssueHome, ProjectName } from '../model/issueHome.ts';
import type { IssueSource } from './decodeIssue.ts';

/** Of where issues are asked for, what an answer may leave out: old servers do so in lists of one project. */
export function sourceOf(home: IssueHome | ProjectName): IssueSource {
  return 'kind' in home
    ? { projectPath: '', projectWebUrl: '' }
    : { projectPath: home.path, projectWebUrl: home.webUrl };
}
