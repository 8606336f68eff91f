import type { Project } from '../project.ts';

/** The text that a new issue starts with. */
export interface IssueTemplate {
  /** Undefined for the default description in the project's settings. */
  readonly name: string | undefined;
  /** In GitLab's Markdown. */
  readonly text: string;
}

/** The templates of a project, including those of its groups and of the instance. */
export interface IssueTemplates {
  readonly names: readonly string[];
  /** What GitLab's page for a new issue starts with. */
  readonly standard: IssueTemplate | undefined;
}

/**
 * The description templates of projects. Every call rejects only with a `GitLabError`.
 * https://docs.gitlab.com/user/project/description_templates/
 */
export interface TemplateGateway {
  /** There are none without a repository, or if the account can't read it. */
  list(project: Pick<Project, 'id'>, signal?: AbortSignal): Promise<IssueTemplates>;
  find(project: Pick<Project, 'id'>, name: string, signal?: AbortSignal): Promise<IssueTemplate>;
}
