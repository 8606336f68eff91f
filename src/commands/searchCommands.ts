import { env, l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import { openInBrowser } from '../host/browser.ts';
import { commands } from '../manifest.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import { issueTypeIcon } from '../model/issueTypeLook.ts';
import type { IssueSearch } from '../sync/issueSearch.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { IssueTarget } from './issueTargets.ts';
import type { CommandRunner } from './run.ts';

/** So long after the last key GitLab is asked, for at least so many characters: it limits searches. */
const pauseOfTyping = 400;
const fewestCharacters = 3;
/** Nobody reads more than this; typing on is quicker. */
const mostShown = 100;

type Item = QuickPickItem & { readonly target?: IssueTarget };

/** Finding an issue: in the mirror at every key, and on GitLab for what the mirror lacks. */
export class SearchCommands {
  /** @param reveal shows the row of an issue. */
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly search: IssueSearch,
    private readonly clock: Clock,
    private readonly reveal: (tracker: string, issue: Issue) => Promise<void>,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.search, () => this.find());
  }

  private async find(): Promise<void> {
    const browser: QuickInputButton = { iconPath: new ThemeIcon('link-external'), tooltip: l10n.t('Open in Browser') };
    const copy: QuickInputButton = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy Reference') };
    const buttons = [browser, copy];
    const pick = window.createQuickPick<Item>();
    pick.title = l10n.t('Search Issues');
    pick.placeholder = l10n.t('A number, words of the title, labels or people, or the address of an issue');
    pick.busy = true;
    let timer: Disposable | undefined;
    let asked = new AbortController();

    const showLocal = (): readonly IssueTarget[] => {
      const found = this.inMirror(pick.value);
      pick.items = found.map((target) => itemOf(target, buttons));
      return found;
    };
    const askGitLab = async (text: string, local: readonly IssueTarget[]) => {
      const { signal } = asked;
      pick.busy = true;
      const { found, note } = await this.onGitLab(text, signal);
      if (signal.aborted) return;
      const known = new Set(local.map(({ issue }) => issue.id));
      const more = found.filter(({ issue }) => !known.has(issue.id));
      const rest: Item[] =
        note === '' ? more.map((target) => itemOf(target, buttons)) : [{ label: note, alwaysShow: true }];
      const separator: Item = { label: l10n.t('From GitLab'), kind: QuickPickItemKind.Separator };
      if (rest.length > 0) pick.items = [...local.map((target) => itemOf(target, buttons)), separator, ...rest];
      pick.busy = false;
    };
    const onTyped = () => {
      timer?.dispose();
      asked.abort();
      asked = new AbortController();
      const local = showLocal();
      const text = pick.value.trim();
      pick.busy = false;
      if (text.length < fewestCharacters || /^#?\d+$/.test(text) || addressOf(text)) return;
      timer = this.clock.after(pauseOfTyping, () => void askGitLab(text, local));
    };

    const chosen = await new Promise<IssueTarget | undefined>((resolve) => {
      pick.onDidChangeValue(onTyped);
      pick.onDidTriggerItemButton(({ item, button }) => {
        if (!item.target) return;
        if (button === browser) void openInBrowser(item.target.issue.webUrl);
        else void env.clipboard.writeText(item.target.issue.reference);
      });
      pick.onDidAccept(() => {
        const { target } = pick.activeItems[0] ?? {};
        if (!target) return;
        resolve(target);
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
      void this.synchroniser.filled().then(onTyped);
    });
    timer?.dispose();
    asked.abort();
    pick.dispose();
    if (chosen) await this.goTo(chosen);
  }

  private inMirror(text: string): IssueTarget[] {
    const address = addressOf(text);
    const { trackers } = this.synchroniser;
    const searched = address
      ? trackers.filter(({ project, key }) => (project?.webUrl ?? key) === address.project)
      : trackers;
    const found = searched.flatMap(({ key }) =>
      this.search.find([key], address ? `#${address.iid}` : text).map((issue) => ({ tracker: key, issue })),
    );
    return (address ? found.filter(({ issue }) => issue.iid === address.iid) : found).slice(0, mostShown);
  }

  /** Open and closed ones. @returns a note instead, when GitLab could not be asked. */
  private async onGitLab(search: string, signal: AbortSignal): Promise<{ found: IssueTarget[]; note: string }> {
    try {
      const { trackers } = this.synchroniser;
      const withAccount = trackers.filter(({ account }) => account);
      const request = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 50, search } as const;
      const answers = await Promise.all(
        withAccount.map(async ({ key }) => {
          const { gateway, project } = await this.synchroniser.gatewayOf(key);
          const { issues } = await gateway.listIssues(project, request, signal);
          return issues.map((issue) => ({ tracker: key, issue }));
        }),
      );
      return { found: answers.flat(), note: '' };
    } catch (error) {
      return { found: [], note: GitLabError.from(error).message };
    }
  }

  /** To its row; what has none is opened. */
  private async goTo({ tracker, issue }: IssueTarget): Promise<void> {
    if (issue.state === 'opened' && this.synchroniser.holds(tracker, issue.id)) await this.reveal(tracker, issue);
    else await openInBrowser(issue.webUrl);
  }
}

function itemOf(target: IssueTarget, buttons: readonly QuickInputButton[]): Item {
  const { issue } = target;
  const state = issue.state === 'closed' ? l10n.t('closed') : '';
  return {
    // Somebody's title must not turn into an icon.
    label: `#${issue.iid} ${issue.title.replace(/\s+/g, ' ')}`.replaceAll('$(', '\\$('),
    description: [state, issue.reference.replace(/#\d+$/, '')].filter((part) => part !== '').join(' · '),
    iconPath: new ThemeIcon(issue.state === 'closed' ? 'issue-closed' : issueTypeIcon(issue.type)),
    // It was found by more than its label.
    alwaysShow: true,
    buttons,
    target,
  };
}

/** The project and the number in the address of an issue. */
function addressOf(text: string): { project: string; iid: number } | undefined {
  const parts = /^(https?:\/\/\S+?)\/-\/(?:issues|work_items)\/(\d+)/.exec(text.trim());
  return parts ? { project: parts[1] ?? '', iid: Number(parts[2]) } : undefined;
}
