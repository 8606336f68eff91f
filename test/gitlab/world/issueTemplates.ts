import type { ProjectRecord } from './records.ts';
import type { ServerVersion } from './serverVersion.ts';
import type { World } from './world.ts';

export interface IssueTemplate {
  readonly name: string;
  readonly content: string;
}

const place = /^\.gitlab\/issue_templates\/([^/]+)\.md$/;

/**
 * The templates that a project's issues can have: those of the groups above it, the nearest group first, and then its
 * own (`TemplateFinder.all_template_names` and `ee/app/finders/ee/template_finder.rb`).
 */
export function issueTemplates(world: World, version: ServerVersion, project: ProjectRecord): IssueTemplate[] {
  const isInherited = version.isPaid(project) && version.has('inheritedTemplates');
  const groups = isInherited ? world.groupAndAncestors(project.groupId) : [];
  const sources = [...groups.flatMap(({ templateProjectId }) => templateProjectId ?? []), project.id];
  return [...new Set(sources)].flatMap((id) =>
    world.files
      .filter(({ projectId }) => projectId === id)
      .map((file) => ({ name: place.exec(file.path)?.[1], file }))
      .flatMap(({ name, file }) => (name === undefined ? [] : [{ name, content: file.bytes().toString() }]))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

/**
 * The description of a new issue without one: that of the project's settings, or else the first template named
 * `Default` (`assign_description_from_template` of `app/services/issues/create_service.rb`).
 */
export function defaultDescription(world: World, version: ServerVersion, project: ProjectRecord): string | null {
  if (version.isPaid(project) && project.issuesTemplate) return project.issuesTemplate;
  if (!version.has('defaultTemplates')) return null;
  return issueTemplates(world, version, project).find(({ name }) => /^default$/i.test(name))?.content ?? null;
}

/** Replaces the issue templates in a project's repository. @param texts by name. */
export function setTemplates(world: World, { id }: ProjectRecord, texts: Readonly<Record<string, string>>): void {
  const others = world.files.filter(({ projectId, path }) => projectId !== id || !place.test(path));
  const added = Object.entries(texts).map(([name, text]) => ({
    projectId: id,
    path: `.gitlab/issue_templates/${name}.md`,
    bytes: () => Buffer.from(text),
  }));
  world.files.splice(0, world.files.length, ...others, ...added);
}
