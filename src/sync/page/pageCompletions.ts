import type { Clock } from '../../model/time/clock.ts';
import type { Issue } from '../../model/issue.ts';
import { dayText } from '../../model/time/dayText.ts';
import { foldedText } from '../../model/text/foldedText.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { issueCompletions } from '../../model/page/issueCompletions.ts';
import type { Completion } from '../../model/page/pageMessages.ts';
import type { ResolvedReference } from '../../model/gateway/referenceGateway.ts';
import { offered, type ProjectLabel, type ProjectMilestone } from '../../model/projectChoices.ts';
import { quickActions } from '../../model/page/quickActions.ts';
import { ReferenceResolver } from './referenceResolver.ts';
import { PeopleSearch } from './peopleSearch.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

type Source = () => Promise<ProjectAccess>;

const mostShown = 20;

/**
 * Offers completions after a trigger character, and resolves references. It uses the mirror first and requests
 * everything else once.
 */
export class PageCompletions {
  private labels: readonly ProjectLabel[] = [];
  private milestones: Promise<readonly ProjectMilestone[]> | undefined;
  private loading: Promise<void> | undefined;

  private readonly named: ReferenceResolver;
  private readonly people: PeopleSearch;

  constructor(
    private readonly source: Source,
    private readonly held: () => readonly Issue[],
    /** The language of dates, such as `en`. */
    private readonly language: string,
    clock: Clock,
  ) {
    this.people = new PeopleSearch(async (words) => {
      const { gateway, project } = await this.source();
      return gateway.findPeople(project, words);
    }, clock);
    this.named = new ReferenceResolver({
      source,
      held,
      language,
      labels: () => this.allLabels(),
      milestones: () => this.allMilestones(),
    });
  }

  /** The color of each label, by name. Empty before the labels are loaded. */
  get labelColors(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.labels.map(({ name, color }) => [name, color]));
  }

  /** Loads the labels. Every page shows their colors. Never rejects. */
  load(): Promise<void> {
    this.loading ??= this.readLabels().catch(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /**
   * Completes the text after a trigger character. Rejects with a `GitLabError`.
   * @param sign the trigger character: `/`, `@`, `#`, `~`, or `%`.
   * @param words the text after it.
   */
  async complete(sign: string, words: string): Promise<readonly Completion[]> {
    const wanted = foldedText(words);
    const fits = (text: string) => foldedText(text).includes(wanted);
    switch (sign) {
      case '/':
        return quickActions().filter(({ insert }) => insert.startsWith(`/${words.toLowerCase()}`));
      case '@': {
        const people = await this.people.find(words);
        return people
          .slice(0, mostShown)
          .map(({ username, name }) => ({ insert: `@${username}`, label: `@${username}`, detail: name }));
      }
      case '#': {
        const { project } = await this.source();
        return issueCompletions(words, project.path, this.held(), mostShown);
      }
      case '~':
        await this.load();
        return offered(this.labels)
          .filter(({ name }) => fits(name))
          .slice(0, mostShown)
          .map(({ name, color }) => ({ insert: `~${quoted(name)}`, label: name, color }));
      case '%': {
        const milestones = await this.allMilestones();
        return milestones
          .filter(({ title, isActive }) => isActive && fits(title))
          .slice(0, mostShown)
          .map(({ title, dueDate }) => ({
            insert: `%${quoted(title)}`,
            label: title,
            ...(dueDate === undefined ? {} : { detail: dayText(dueDate, this.language) }),
          }));
      }
      default:
        return [];
    }
  }

  /** See {@link ReferenceResolver.resolve}. */
  resolve(references: readonly string[]): Promise<Readonly<Record<string, ResolvedReference | null>>> {
    return this.named.resolve(references);
  }

  /** The labels of the project, also archived ones. Rejects with a `GitLabError`. */
  async allLabels(): Promise<readonly ProjectLabel[]> {
    await this.load();
    if (this.loading === undefined) throw new GitLabError('offline');
    return this.labels;
  }

  /** The milestones of the project, also closed ones. Rejects with a `GitLabError`. */
  allMilestones(): Promise<readonly ProjectMilestone[]> {
    this.milestones ??= this.source()
      .then(({ gateway, project }) => gateway.listMilestones(project))
      .catch((error: unknown) => {
        this.milestones = undefined;
        throw error;
      });
    return this.milestones;
  }

  private async readLabels(): Promise<void> {
    const { gateway, project } = await this.source();
    this.labels = await gateway.listLabels(project);
  }
}

function quoted(name: string): string {
  return /^[\w.:-]+$/.test(name) ? name : `"${name}"`;
}
