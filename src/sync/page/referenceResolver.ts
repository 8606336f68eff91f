import type { Issue } from '../../model/issue.ts';
import type { ResolvedReference } from '../../model/gateway/referenceGateway.ts';
import type { Project } from '../../model/project.ts';
import { dayText } from '../../model/time/dayText.ts';
import type { ProjectLabel, ProjectMilestone } from '../../model/projectChoices.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

export interface ReferenceResolverParts {
  readonly source: () => Promise<ProjectAccess>;
  /** The issues in the mirror. */
  readonly held: () => readonly Issue[];
  /** The language of dates, such as `en`. */
  readonly language: string;
  /**
   * The labels of the project and its parent groups, loaded once. Like `milestones`, it rejects with a `GitLabError`.
   */
  readonly labels: () => Promise<readonly ProjectLabel[]>;
  readonly milestones: () => Promise<readonly ProjectMilestone[]>;
}

/** Null if the user can't see the target. Undefined if the target is unknown. */
type Answer = ResolvedReference | null | undefined;

/**
 * Resolves the references in the texts of an issue from the mirror and from the project's labels and milestones. Sends
 * one request to GitLab for the rest, and never requests a reference twice while the page is open.
 */
export class ReferenceResolver {
  private known: ReadonlyMap<string, ResolvedReference | null> = new Map();

  constructor(private readonly parts: ReferenceResolverParts) {}

  /** The result is keyed by the requested names and leaves out unknown ones. */
  async resolve(names: readonly string[]): Promise<Readonly<Record<string, ResolvedReference | null>>> {
    const { gateway, project } = await this.parts.source();
    const held = new Map(this.parts.held().map((issue) => [issue.reference, issue]));
    const ofMirror = (name: string) => held.get(name.startsWith('#') ? `${project.path}${name}` : name);
    const asked = names.filter((name) => !this.known.has(name) && !ofMirror(name) && !/[~%]/.test(name));
    const has = (sign: string) => names.some((name) => name.startsWith(sign));
    const [labels, milestones, found] = await Promise.all([
      has('~') ? this.parts.labels().catch(() => undefined) : undefined,
      has('%') ? this.parts.milestones().catch(() => undefined) : undefined,
      gateway.references.find(project, asked).catch(() => undefined),
    ]);
    if (found) this.known = new Map([...this.known, ...found]);
    const answerTo = (name: string): Answer => {
      if (name.startsWith('~')) return labels && labelNamed(name.slice(1), labels, project);
      if (name.startsWith('%'))
        return milestones && milestoneNamed(name.slice(1), milestones, project, this.parts.language);
      const issue = ofMirror(name);
      return issue ? { title: issue.title, state: issue.state, webUrl: issue.webUrl } : this.known.get(name);
    };
    const answers = names.map((name) => [name, answerTo(name)] as const);
    return Object.fromEntries(answers.filter((row): row is [string, ResolvedReference | null] => row[1] !== undefined));
  }
}

/**
 * Finds a label by name (`~bug`) or by id (`~5`, as in old system notes).
 * https://docs.gitlab.com/user/markdown/#gitlab-specific-references
 */
function labelNamed(written: string, labels: readonly ProjectLabel[], project: Project): ResolvedReference | null {
  const label =
    labels.find(({ id }) => id !== undefined && String(id) === written) ?? labels.find(({ name }) => name === written);
  if (!label) return null;
  const webUrl = `${project.webUrl}/-/issues?label_name[]=${encodeURIComponent(label.name)}`;
  return { title: label.description ?? label.name, name: label.name, webUrl, color: label.color };
}

/** Finds a milestone by title (`%"18.6"`) or by its number in the project (`%5`). */
function milestoneNamed(
  written: string,
  milestones: readonly ProjectMilestone[],
  project: Project,
  language: string,
): ResolvedReference | null {
  const found =
    milestones.find(({ iid }) => iid !== undefined && String(iid) === written) ??
    milestones.find(({ title }) => title === written);
  if (!found) return null;
  const { title, iid, dueDate, webUrl = `${project.webUrl}/-/milestones/${iid ?? ''}` } = found;
  return { title: dueDate === undefined ? title : `${title} (${dayText(dueDate, language)})`, name: title, webUrl };
}
