import type { Project } from '../model/project.ts';
import type { IssueSource } from './decodeIssue.ts';

/** Of a project, what an issue's answer may leave out. */
export function sourceOf({ path, webUrl }: Project): IssueSource {
  return { projectPath: path, projectWebUrl: webUrl };
}
