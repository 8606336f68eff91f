import type { IssueGateway } from './gateway/issueGateway.ts';
import type { Project } from './project.ts';

/** A project and the gateway of its account. */
export interface ProjectAccess {
  readonly gateway: IssueGateway;
  readonly project: Project;
}
