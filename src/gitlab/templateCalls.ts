import { GitLabError } from '../model/error/gitLabError.ts';
import type { IssueTemplate, IssueTemplates, TemplateGateway } from '../model/gateway/templateGateway.ts';
import type { Project } from '../model/project.ts';
import { decodeSettingsTemplate, decodeTemplate, decodeTemplateNames } from './decode/decodeTemplates.ts';
import { type LibraryCalls, signalled } from './libraryCalls.ts';

/** {@link TemplateGateway} over GitLab's REST API. https://docs.gitlab.com/api/project_templates/ */
export class TemplateCalls implements TemplateGateway {
  constructor(private readonly library: LibraryCalls) {}

  /**
   * The default is that of the project's settings, or else the template named `Default`. If a group and the project have
   * one, GitLab returns that of the group.
   * https://docs.gitlab.com/user/project/description_templates/#priority-of-default-description-templates
   */
  async list(project: Pick<Project, 'id'>, signal?: AbortSignal): Promise<IssueTemplates> {
    const [names, ofSettings] = await Promise.all([this.names(project, signal), this.ofSettings(project, signal)]);
    const named = names.find((name) => /^default$/i.test(name));
    if (ofSettings !== undefined) return { names, standard: { name: undefined, text: ofSettings } };
    return { names, standard: named === undefined ? undefined : await this.find(project, named, signal) };
  }

  async find({ id }: Pick<Project, 'id'>, name: string, signal?: AbortSignal): Promise<IssueTemplate> {
    const answer = await this.library.call(
      'ProjectTemplates',
      (templates) => templates.show(id, 'issues', name),
      signalled(signal),
    );
    return { name, text: this.library.decoded(answer, decodeTemplate) };
  }

  private async names({ id }: Pick<Project, 'id'>, signal?: AbortSignal): Promise<readonly string[]> {
    try {
      const names = await this.library.pages(
        (page) =>
          this.library.call('ProjectTemplates', (templates) => templates.all(id, 'issues', page), signalled(signal)),
        decodeTemplateNames,
      );
      return [...new Set(names)];
    } catch (thrown) {
      // An old GitLab has no templates of this type.
      if (GitLabError.is(thrown, 'notFound', 'forbidden', 'invalid')) return [];
      throw thrown;
    }
  }

  private async ofSettings({ id }: Pick<Project, 'id'>, signal?: AbortSignal): Promise<string | undefined> {
    const answer = await this.library.call('Projects', (projects) => projects.show(id), signalled(signal));
    const text = this.library.decoded(answer, decodeSettingsTemplate);
    return text?.trim() ? text : undefined;
  }
}
