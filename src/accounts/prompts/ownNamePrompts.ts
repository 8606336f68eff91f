import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { showRemoteQuickPick } from '../../host/showRemoteQuickPick.ts';
import type { FoundPeople } from '../../model/gateway/issueGateway.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueUser } from '../../model/issue.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { askChecked } from './askChecked.ts';

/** The parts of the question that depend on GitLab. */
export interface PeopleQuestion {
  /** The instance, as shown to the user. */
  readonly host: string;
  /** The username stored so far, if any. */
  readonly current?: string;
  readonly find: (query: string, signal: AbortSignal) => Promise<FoundPeople>;
  /** Stores a typed name and returns it in GitLab's spelling. The box stays open until then, and shows any error. */
  readonly accept: (name: string, signal: AbortSignal) => Promise<string>;
}

type Choice = { readonly username: string } | 'type' | 'later';
type Item = RemoteItem<Choice>;

/** Asks for the user's own username, selected from the members or typed. Undefined if the user postpones the answer. */
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
      accept: question.accept,
    });
    if (typed !== 'back') return typed?.accepted;
  }
}

function titleOf({ host }: PeopleQuestion): string {
  return l10n.t('Select Your Username on {0}', host);
}

function pickPerson(question: PeopleQuestion, clock: Clock): Promise<Choice | undefined> {
  const { current, find } = question;
  let first: FoundPeople | undefined;
  const rows = (found: FoundPeople | undefined, note: string): Item[] => {
    const isSearch = found !== first;
    const people = (found?.people ?? []).map((person) => itemOf(person, person.username === current, isSearch));
    return [...people, ...furtherItems(note, current)];
  };
  const search = async (text: string, signal: AbortSignal): Promise<Item[]> => {
    try {
      const found = await find(text.replace(/^@/, ''), signal);
      first ??= found;
      return rows(found, found.people.length === 0 ? l10n.t('No matching members') : '');
    } catch (error) {
      const note = GitLabError.is(error, 'forbidden', 'scope')
        ? l10n.t("The token can't access the list of members")
        : l10n.t("Couldn't load members");
      return rows(first, note);
    }
  };
  return showRemoteQuickPick(
    {
      title: titleOf(question),
      placeholder: l10n.t('This token belongs to a bot user. Select yourself to use Assigned to Me.'),
      ignoreFocusOut: true,
      none: l10n.t('No matching members'),
      search,
      // Otherwise the list has all members and filters them itself.
      needsSearch: () => first?.isPart === true,
    },
    clock,
  );
}

function itemOf({ name, username }: IssueUser, isCurrent: boolean, isSearch: boolean): Item {
  return {
    label: plainLabel(name || username),
    description: isCurrent ? l10n.t('@{0} (current)', plainLabel(username)) : plainLabel(`@${username}`),
    iconPath: new ThemeIcon(isCurrent ? 'check' : 'person'),
    // Shows the server's matches even if VS Code's own filter would hide them.
    alwaysShow: isSearch,
    value: { username },
  };
}

function furtherItems(note: string, current: string | undefined): Item[] {
  return [
    { label: note, kind: QuickPickItemKind.Separator },
    { label: l10n.t('Enter Your Username…'), iconPath: new ThemeIcon('edit'), alwaysShow: true, value: 'type' },
    {
      label: current === undefined ? l10n.t('Not Now') : l10n.t('Keep Current Username'),
      description:
        current === undefined
          ? l10n.t("Select it later with 'GitLab Issues: Manage Accounts…'")
          : plainLabel(`@${current}`),
      iconPath: new ThemeIcon('close'),
      alwaysShow: true,
      value: 'later',
    },
  ];
}
