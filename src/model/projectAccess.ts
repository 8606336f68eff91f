import type { IssueGateway } from './issueGateway.ts';
import type { Project } from './project.ts';

/** A project, and what its account asks GitLab through. */
export interface ProjectAccess {
  readonly gateway: IssueGateway;
  readonly project: Project;
}
