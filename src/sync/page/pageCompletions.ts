import * as l10n from '@vscode/l10n';
import type { Clock } from '../../model/time/clock.ts';
import type { Issue } from '../../model/issue.ts';
import { dayText } from '../../model/text/dayText.ts';
import { foldedText } from '../../model/text/foldedText.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { issueCompletions } from '../../model/page/issueCompletions.ts';
import type { Completion } from '../../model/page/pageMessages.ts';
import type { ResolvedReference } from '../../model/gateway/referenceGateway.ts';
import { offered, type ProjectLabel, type ProjectMilestone } from '../../model/projectChoices.ts';
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
      labels: async () => {
        await this.load();
        if (this.loading === undefined) throw new GitLabError('offline');
        return this.labels;
      },
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

  private async readLabels(): Promise<void> {
    const { gateway, project } = await this.source();
    this.labels = await gateway.listLabels(project);
  }

  private allMilestones(): Promise<readonly ProjectMilestone[]> {
    this.milestones ??= this.source()
      .then(({ gateway, project }) => gateway.listMilestones(project))
      .catch((error: unknown) => {
        this.milestones = undefined;
        throw error;
      });
    return this.milestones;
  }
}

function quoted(name: string): string {
  return /^[\w.:-]+$/.test(name) ? name : `"${name}"`;
}

/** The quick actions for issues. https://docs.gitlab.com/user/project/quick_actions/ */
function quickActions(): readonly Completion[] {
  const actions: readonly (readonly [string, string])[] = [
    ['/assign', l10n.t('Assign people: @user')],
    ['/assign me', l10n.t('Assign yourself')],
    ['/unassign', l10n.t('Remove assignees')],
    ['/label', l10n.t('Add labels: ~label')],
    ['/unlabel', l10n.t('Remove labels: ~label')],
    ['/relabel', l10n.t('Replace all labels: ~label')],
    ['/milestone', l10n.t('Set the milestone: %milestone')],
    ['/remove_milestone', l10n.t('Remove the milestone')],
    ['/due', l10n.t('Set the due date: friday, in 2 days, 2026-12-31')],
    ['/remove_due_date', l10n.t('Remove the due date')],
    ['/weight', l10n.t('Set the weight')],
    ['/clear_weight', l10n.t('Remove the weight')],
    ['/health_status', l10n.t('Set the health status: on_track, needs_attention, at_risk')],
    ['/clear_health_status', l10n.t('Remove the health status')],
    ['/estimate', l10n.t('Set the time estimate: 1d 3h')],
    ['/remove_estimate', l10n.t('Remove the time estimate')],
    ['/spend', l10n.t('Add time spent: 1h 30m')],
    ['/remove_time_spent', l10n.t('Remove the time spent')],
    ['/close', l10n.t('Close the issue')],
    ['/reopen', l10n.t('Reopen the issue')],
    ['/duplicate', l10n.t('Close as a duplicate of: #12')],
    ['/relate', l10n.t('Link issues: #12')],
    ['/blocks', l10n.t('This issue blocks: #12')],
    ['/blocked_by', l10n.t('This issue is blocked by: #12')],
    ['/unlink', l10n.t('Remove a link: #12')],
    ['/move', l10n.t('Move to a project: group/project')],
    ['/clone', l10n.t('Copy to a project: group/project')],
    ['/title', l10n.t('Change the title')],
    ['/confidential', l10n.t('Turn on confidentiality')],
    ['/lock', l10n.t('Lock the discussion')],
    ['/unlock', l10n.t('Unlock the discussion')],
    ['/subscribe', l10n.t('Turn on notifications')],
    ['/unsubscribe', l10n.t('Turn off notifications')],
    ['/todo', l10n.t('Add a to-do item')],
    ['/done', l10n.t('Mark the to-do item as done')],
    ['/react', l10n.t('React with an emoji: :heart:')],
    ['/promote_to', l10n.t('Promote to another type')],
    ['/severity', l10n.t('Set the severity of an incident')],
    ['/zoom', l10n.t('Add a Zoom meeting')],
    ['/shrug', '¯\\_(ツ)_/¯'],
    ['/tableflip', '(╯°□°)╯︵ ┻━┻'],
  ];
  return actions.map(([insert, detail]) => ({ insert, label: insert, detail }));
}
