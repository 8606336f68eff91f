import { env, l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import { openInBrowser } from '../host/browser.ts';
import { commands } from '../manifest.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import { issueTypeIcon } from '../model/issueTypeLook.ts';
import { plainLabel } from '../model/plainText.ts';
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
    let isClosed = false;

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
      const rest: Item[] = [
        ...more.map((target) => itemOf(target, buttons)),
        ...(note === '' ? [] : [{ label: plainLabel(note), iconPath: new ThemeIcon('warning'), alwaysShow: true }]),
      ];
      const separator: Item = { label: l10n.t('From GitLab'), kind: QuickPickItemKind.Separator };
      if (rest.length > 0) pick.items = [...local.map((target) => itemOf(target, buttons)), separator, ...rest];
      pick.busy = false;
    };
    const onTyped = () => {
      if (isClosed) return;
      timer?.dispose();
      asked.abort();
      asked = new AbortController();
      const local = showLocal();
      const text = pick.value.trim();
      pick.busy = false;
      const isNamed = numberOf(text) !== undefined;
      const isHeld = isNamed && local.some(({ issue }) => issue.iid === numberOf(text));
      if (isHeld || (!isNamed && text.length < fewestCharacters)) return;
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
        isClosed = true;
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
    const found = this.searched(text).flatMap(({ key }) =>
      this.search.find([key], address ? `#${address.iid}` : text).map((issue) => ({ tracker: key, issue })),
    );
    return (address ? found.filter(({ issue }) => issue.iid === address.iid) : found).slice(0, mostShown);
  }

  /** Open and closed ones, or the one that was named. @returns with a note where a project could not be asked. */
  private async onGitLab(text: string, signal: AbortSignal): Promise<{ found: IssueTarget[]; note: string }> {
    const withAccount = this.searched(text).filter(({ account }) => account);
    const results = await Promise.allSettled(withAccount.map(({ key }) => this.askFor(key, text, signal)));
    const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const failed = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => GitLabError.from(reason))
      // Of several projects most have no issue of that number.
      .find(({ reason }) => reason !== 'notFound' && reason !== 'cancelled');
    return { found, note: failed?.message ?? '' };
  }

  private async askFor(tracker: string, text: string, signal: AbortSignal): Promise<IssueTarget[]> {
    const number = numberOf(text);
    if (number !== undefined) return [{ tracker, issue: await this.synchroniser.issues.findIssue(tracker, number) }];
    const request = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 50, search: text } as const;
    const { gateway, project } = await this.synchroniser.issues.gatewayOf(tracker);
    const { issues } = await gateway.listIssues(project, request, signal);
    return issues.map((issue) => ({ tracker, issue }));
  }

  /** The trackers that a text can be about: an address names its project. */
  private searched(text: string) {
    const address = addressOf(text)?.project.toLowerCase();
    const { trackers } = this.synchroniser;
    return trackers.filter(
      ({ project, key }) => address === undefined || [project?.webUrl.toLowerCase(), key].includes(address),
    );
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
    label: plainLabel(`#${issue.iid} ${issue.title}`),
    description: plainLabel([state, issue.reference.replace(/#\d+$/, '')].filter((part) => part !== '').join(' · ')),
    iconPath: new ThemeIcon(issue.state === 'closed' ? 'issue-closed' : issueTypeIcon(issue.type)),
    // It was found by more than its label.
    alwaysShow: true,
    buttons,
    target,
  };
}

/** The number of an issue that a text is, or names in an address. */
function numberOf(text: string): number | undefined {
  const digits = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  return digits === undefined ? addressOf(text)?.iid : Number(digits);
}

/** The project and the number in the address of an issue. */
function addressOf(text: string): { project: string; iid: number } | undefined {
  const parts = /^(https?:\/\/\S+?)\/-\/(?:issues|work_items)\/(\d+)/.exec(text.trim());
  return parts ? { project: parts[1] ?? '', iid: Number(parts[2]) } : undefined;
}
