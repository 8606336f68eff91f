import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { FoundPeople } from '../../model/issueGateway.ts';
import type { Clock } from '../../model/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueUser } from '../../model/issue.ts';
import { askChecked } from './askChecked.ts';

/** So long after the last key the server is asked. */
const pauseOfTyping = 300;

/** What the question for the person needs of GitLab. */
export interface PeopleQuestion {
  /** As people name the instance. */
  readonly host: string;
  /** Who the person was up to now, if that is known. */
  readonly current?: string;
  readonly find: (query: string, signal: AbortSignal) => Promise<FoundPeople>;
  /** Gives a typed name back as GitLab writes it; what it throws is shown in the box. */
  readonly confirm: (name: string, signal: AbortSignal) => Promise<string>;
}

type Choice = { readonly username: string } | 'type' | 'later';
type Item = QuickPickItem & { readonly choice?: Choice };

/** Asks for the user's username, from the members or typed. Undefined for not now. */
export async function askOwnName(question: PeopleQuestion, clock: Clock): Promise<string | undefined> {
  for (;;) {
    const choice = await pickPerson(question, clock);
    if (choice === undefined || choice === 'later') return undefined;
    if (choice !== 'type') return choice.username;
    const typed = await askChecked({
      title: titleOf(question),
      prompt: l10n.t('Enter your username on {0}, as shown in your profile URL', question.host),
      placeholder: l10n.t('Username'),
      value: question.current ?? '',
      canGoBack: true,
      accept: question.confirm,
    });
    if (typed !== 'back') return typed?.accepted;
  }
}

function titleOf({ host }: PeopleQuestion): string {
  return l10n.t('Select Your Username on {0}', host);
}

async function pickPerson(question: PeopleQuestion, clock: Clock): Promise<Choice | undefined> {
  const { current, find } = question;
  const pick = window.createQuickPick<Item>();
  pick.title = titleOf(question);
  pick.placeholder = l10n.t('This token belongs to a bot user. Select yourself to use Assigned to Me.');
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  let first: FoundPeople | undefined;
  let asked = new AbortController();
  let timer: { dispose(): void } | undefined;

  const show = (found: FoundPeople | undefined, note: string) => {
    const isSearch = found !== first;
    const people = (found?.people ?? []).map((person) => itemOf(person, person.username === current, isSearch));
    pick.items = [...people, ...furtherItems(note, current)];
  };
  const load = async (query: string) => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    pick.busy = true;
    try {
      const found = await find(query, signal);
      if (signal.aborted) return;
      first ??= found;
      show(found, found.people.length === 0 ? l10n.t('No matching members') : '');
    } catch (error) {
      if (signal.aborted) return;
      show(
        first,
        GitLabError.is(error, 'forbidden', 'scope')
          ? l10n.t("The token can't access the list of members")
          : l10n.t("Couldn't load members"),
      );
    }
    pick.busy = false;
  };
  // Nothing is in the list before the members are, so that no row moves away under a pointer.
  const chosen = await new Promise<Choice | undefined>((resolve) => {
    pick.onDidChangeValue((text) => {
      timer?.dispose();
      // Otherwise all members are in the list, which filters itself.
      if (first?.isPart) timer = clock.after(pauseOfTyping, () => void load(text.trim().replace(/^@/, '')));
    });
    pick.onDidAccept(() => {
      const { choice } = pick.activeItems[0] ?? {};
      if (choice === undefined) return;
      resolve(choice);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
    void load('');
  });
  timer?.dispose();
  asked.abort();
  pick.dispose();
  return chosen;
}

function itemOf({ name, username }: IssueUser, isCurrent: boolean, isSearch: boolean): Item {
  return {
    // In a label `$(…)` would be an icon.
    label: (name || username).replaceAll('$(', '\\$('),
    description: isCurrent ? l10n.t('@{0} (current)', username) : `@${username}`,
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'person'),
    // The server's matches are matches, whatever the list makes of them.
    alwaysShow: isSearch,
    choice: { username },
  };
}

function furtherItems(note: string, current: string | undefined): Item[] {
  return [
    { label: note, kind: QuickPickItemKind.Separator },
    { label: l10n.t('Enter Your Username…'), iconPath: new ThemeIcon('edit'), alwaysShow: true, choice: 'type' },
    {
      label: current === undefined ? l10n.t('Not Now') : l10n.t('Keep Current Username'),
      description:
        current === undefined ? l10n.t("Select it later with 'GitLab Issues: Manage Accounts…'") : `@${current}`,
      iconPath: new ThemeIcon('close'),
      alwaysShow: true,
      choice: 'later',
    },
  ];
}
