import { type QuickPickItem, QuickPickItemKind, ThemeIcon, l10n, window } from 'vscode';
import type { Event } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { askChecked } from './askChecked.ts';
import { cleanToken } from '../checkToken.ts';
import type { FoundToken, TokenSource } from '../../model/tokenSources.ts';
import { plainLabel, plainText } from '../../model/text/plainText.ts';
import { gitlabDotCom, type InstanceUrl, instanceLabel, parseInstanceUrl } from '../../model/address/instanceUrl.ts';

/** Instances to offer. The search for them may still be running. */
export interface InstanceSuggestions {
  /** The user's signed-in instances, to show first where that matters. */
  readonly signedIn?: () => readonly InstanceUrl[];
  readonly instances: () => readonly InstanceUrl[];
  readonly isComplete: () => boolean;
  readonly onDidChange: Event<void>;
}

type InstanceItem = QuickPickItem & { readonly instance?: InstanceUrl; readonly source?: TokenSource };

/** Asks for an instance: one from the workspace's remotes, gitlab.com, or a typed one. Undefined when the user cancels. */
export async function pickInstance(suggestions: InstanceSuggestions, title: string): Promise<InstanceUrl | undefined> {
  const picked = await pickItem(suggestions, title, []);
  return picked && (picked.instance ?? askInstance(title));
}

/**
 * Asks for an instance to sign in to, or for a place with tokens of other programs. Undefined when the user cancels.
 * @param sources the places to offer. Nothing was read from them.
 */
export async function pickInstanceOrSource(
  suggestions: InstanceSuggestions,
  sources: readonly TokenSource[],
): Promise<InstanceUrl | TokenSource | undefined> {
  const title = l10n.t('Sign In to GitLab');
  const picked = await pickItem(suggestions, title, sources);
  return picked && (picked.source ?? picked.instance ?? askInstance(title));
}

/** Asks for the instance to sign in to with a token of another program. Undefined when the user cancels. */
export async function pickFoundToken(
  { name }: TokenSource,
  found: readonly FoundToken[],
): Promise<FoundToken | undefined> {
  const items = found.map((each) => ({
    label: instanceLabel(each.instance),
    detail: l10n.t('The token will be stored in VS Code and sent only to {0}.', instanceLabel(each.instance)),
    iconPath: new ThemeIcon('key'),
    each,
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Sign In with the Token from {0}', plainText(name)),
    placeHolder: l10n.t('Select a GitLab instance'),
    ignoreFocusOut: true,
  });
  return picked?.each;
}

async function pickItem(
  suggestions: InstanceSuggestions,
  title: string,
  sources: readonly TokenSource[],
): Promise<InstanceItem | undefined> {
  const pick = window.createQuickPick<InstanceItem>();
  pick.title = title;
  pick.placeholder = l10n.t('Select a GitLab instance');
  pick.ignoreFocusOut = true;
  const show = () => {
    const items = instanceItems(suggestions.instances(), sources, suggestions.signedIn?.());
    // Keeps the active row active when more rows arrive.
    const active = items.find(({ label }) => label === pick.activeItems[0]?.label);
    pick.items = items;
    if (active) pick.activeItems = [active];
    pick.busy = !suggestions.isComplete();
  };
  show();
  const subscription = suggestions.onDidChange(show);
  const picked = await new Promise<InstanceItem | undefined>((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
  subscription.dispose();
  pick.dispose();
  return picked;
}

function instanceItems(
  ofRemotes: readonly InstanceUrl[],
  sources: readonly TokenSource[],
  signedIn: readonly InstanceUrl[] = [],
): InstanceItem[] {
  const fromRemotes = ofRemotes.filter((instance) => !signedIn.includes(instance));
  const separator = (label: string): InstanceItem => ({ label, kind: QuickPickItemKind.Separator });
  const item = (instance: InstanceUrl, icon: string): InstanceItem => ({
    label: instanceLabel(instance),
    iconPath: new ThemeIcon(icon),
    instance,
  });
  const offered = [...signedIn, ...fromRemotes];
  return [
    ...(signedIn.length > 0 ? [separator(l10n.t('Signed in'))] : []),
    ...signedIn.map((instance) => item(instance, 'account')),
    ...(fromRemotes.length > 0 ? [separator(l10n.t('In this workspace'))] : []),
    ...fromRemotes.map((instance) => item(instance, 'repo')),
    ...(sources.length > 0 ? [separator(l10n.t('On this computer'))] : []),
    ...sources.map(sourceItem),
    ...(offered.length + sources.length > 0 ? [separator(l10n.t('Other'))] : []),
    ...(offered.includes(gitlabDotCom) ? [] : [item(gitlabDotCom, 'globe')]),
    { label: l10n.t('Another Instance…'), iconPath: new ThemeIcon('edit') },
  ];
}

function sourceItem(source: TokenSource): InstanceItem {
  return {
    label: `${sourceTitle(source)}…`,
    description: plainLabel(source.instance ? instanceLabel(source.instance) : source.name),
    iconPath: new ThemeIcon(sourceIcon[source.kind]),
    source,
  };
}

const sourceIcon = { cli: 'terminal', variable: 'symbol-variable' } as const;

function sourceTitle({ kind, name }: TokenSource): string {
  return kind === 'cli' ? l10n.t('Use Token from GitLab CLI') : l10n.t('Use Token from {0}', name);
}

async function askInstance(title: string): Promise<InstanceUrl | undefined> {
  const wrong = new GitLabError('invalid', { detail: 'instanceUrl' }).message;
  for (;;) {
    const typed = await window.showInputBox({
      title,
      prompt: l10n.t('Enter the URL of your GitLab instance, including any subpath'),
      placeHolder: 'https://gitlab.example.com',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' || parseInstanceUrl(text) ? undefined : wrong),
    });
    const instance = typed === undefined ? undefined : parseInstanceUrl(typed);
    if (typed === undefined || instance) return instance;
  }
}

/** Asks whether to continue without encryption. */
export async function confirmPlainHttp(instance: InstanceUrl): Promise<boolean> {
  const goOn = l10n.t('Sign In Without Encryption');
  const answer = await window.showWarningMessage(
    l10n.t("The connection to {0} isn't encrypted.", instanceLabel(instance)),
    {
      modal: true,
      detail: l10n.t(
        'Anyone on the network between you and the server can read your access token and your issues. Use an https:// address if the server supports it.',
      ),
    },
    goOn,
  );
  return answer === goOn;
}

/** A button that signs in with the token of another program. */
export interface TokenButton {
  readonly source: TokenSource;
  /** Returns the token for the instance. Rejects with a `GitLabError` if there is none. */
  readonly read: () => Promise<string>;
}

/**
 * Asks for a token in a box that hides it.
 * @param accept checks and stores the token. The box shows any error thrown here, and the user can try again.
 * @param buttons what else the user can do.
 * @param canGoBack whether the user can go back to select another instance.
 * @returns the result of `accept`. `back` to select another instance. Undefined when the user cancels.
 */
export async function askToken<T>(
  instance: InstanceUrl,
  accept: (token: string, signal: AbortSignal) => Promise<T>,
  buttons: { readonly openTokenPage: () => void; readonly sources: readonly TokenButton[] },
  canGoBack: boolean,
): Promise<T | 'back' | undefined> {
  const host = instanceLabel(instance);
  const answer = await askChecked({
    title: l10n.t('Sign In to {0}', host),
    prompt: l10n.t(
      "Paste an access token with the 'api' scope ('read_api' for read-only access). To create one, select the icon in the upper-right corner.",
    ),
    placeholder: l10n.t('Access token'),
    password: true,
    canGoBack,
    buttons: [
      ...buttons.sources.map(({ source, read }) => ({
        iconPath: new ThemeIcon(sourceIcon[source.kind]),
        tooltip: sourceTitle(source),
        press: read,
      })),
      {
        iconPath: new ThemeIcon('link-external'),
        tooltip: l10n.t('Create Token on {0}', host),
        press: () => {
          buttons.openTokenPage();
          return undefined;
        },
      },
    ],
    whenEmpty: new GitLabError('invalid', { host, detail: 'noToken' }).message,
    accept: (text, signal) => accept(cleanToken(text), signal),
  });
  return answer === 'back' ? answer : answer?.accepted;
}
