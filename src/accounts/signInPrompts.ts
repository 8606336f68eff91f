import { type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, l10n, window } from 'vscode';
import { GitLabError } from '../model/gitLabError.ts';
import { cleanToken } from './checkToken.ts';
import { gitlabDotCom, type InstanceUrl, instanceLabel, parseInstanceUrl } from '../model/instanceUrl.ts';

/** Asks which instance: those of the workspace's remotes first, gitlab.com, or one to be typed. Undefined: given up. */
export async function pickInstance(fromRemotes: readonly InstanceUrl[]): Promise<InstanceUrl | undefined> {
  type Item = QuickPickItem & { instance?: InstanceUrl };
  const item = (instance: InstanceUrl): Item => ({ label: instanceLabel(instance), instance });
  const items: Item[] = [
    ...(fromRemotes.length > 0 ? [{ label: l10n.t('In this workspace'), kind: QuickPickItemKind.Separator }] : []),
    ...fromRemotes.map((instance) => ({ ...item(instance), iconPath: new ThemeIcon('repo') })),
    ...(fromRemotes.length > 0 ? [{ label: l10n.t('Elsewhere'), kind: QuickPickItemKind.Separator }] : []),
    ...(fromRemotes.includes(gitlabDotCom) ? [] : [{ ...item(gitlabDotCom), iconPath: new ThemeIcon('globe') }]),
    { label: l10n.t('Another Instance…'), iconPath: new ThemeIcon('edit') },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Sign In to GitLab'),
    placeHolder: l10n.t('Where are your issues?'),
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  return picked.instance ?? askInstance();
}

async function askInstance(): Promise<InstanceUrl | undefined> {
  const typed = await window.showInputBox({
    title: l10n.t('Sign In to GitLab'),
    prompt: l10n.t('The address of your GitLab instance, with its sub-path if it has one'),
    placeHolder: 'https://gitlab.example.com',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || parseInstanceUrl(text)
        ? undefined
        : new GitLabError('invalid', { detail: 'instanceUrl' }).message,
  });
  return typed === undefined ? undefined : parseInstanceUrl(typed);
}

/** Asks whether to go on without encryption. */
export async function confirmPlainHttp(instance: InstanceUrl): Promise<boolean> {
  const goOn = l10n.t('Sign In Without Encryption');
  const answer = await window.showWarningMessage(
    l10n.t('{0} is spoken to without encryption.', instanceLabel(instance)),
    {
      modal: true,
      detail: l10n.t(
        'Anyone on the network between you and the server can read your access token and your issues. Use an https address if the server has one.',
      ),
    },
    goOn,
  );
  return answer === goOn;
}

/**
 * Asks for a token in a box that hides it and stays open when the focus leaves (the token is in the browser).
 * @param accept checks and keeps it; what it throws is shown in the box, and the person can try again.
 * @returns whether a token was accepted.
 */
export function askToken(
  instance: InstanceUrl,
  accept: (token: string, signal: AbortSignal) => Promise<void>,
  openTokenPage: () => void,
): Promise<boolean> {
  const createToken: QuickInputButton = {
    iconPath: new ThemeIcon('link-external'),
    tooltip: l10n.t('Create a Token on {0}', instanceLabel(instance)),
  };
  const abort = new AbortController();
  const box = window.createInputBox();
  box.title = l10n.t('Sign In to {0}', instanceLabel(instance));
  box.prompt = l10n.t(
    'Paste an access token with the scope "api" ("read_api" is enough to read). No token yet? The button above opens the page that makes one.',
  );
  box.placeholder = l10n.t('Access token');
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [createToken];
  return new Promise((resolve) => {
    let accepted = false;
    const submit = async () => {
      const token = cleanToken(box.value);
      if (box.busy || token === '') return;
      box.busy = true;
      box.enabled = false;
      box.validationMessage = undefined;
      try {
        await accept(token, abort.signal);
        accepted = true;
        box.hide();
      } catch (error) {
        box.validationMessage = GitLabError.from(error).message;
      } finally {
        box.enabled = true;
        box.busy = false;
      }
    };
    box.onDidAccept(() => void submit());
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidTriggerButton(() => {
      openTokenPage();
    });
    box.onDidHide(() => {
      abort.abort();
      box.dispose();
      resolve(accepted);
    });
    box.show();
  });
}
