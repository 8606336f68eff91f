import assert from 'node:assert/strict';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import type { TokenName } from '../gitlab/standInOptions.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { Editor, type EditorOptions } from './editor.ts';
import { WalkthroughPage, walkthroughSteps } from './walkthroughPage.ts';

const webShop = 'tanuki-tools/web-shop';
const mobileApp = 'tanuki-tools/mobile-app';
/**
 * A public project in another group, which every token can read. Only our own rules keep tokens from being sent there.
 */
const garden = 'garden/tools';
const [instance, kind, create, paste, see] = walkthroughSteps;

describe('a token of each kind, from the walkthrough to the issues', () => {
  let cleanup: Cleanup;
  let gitlab: StandInGitLab;
  beforeEach(async () => {
    cleanup = new Cleanup();
    gitlab = await StandInGitLab.start({ issues: 8 });
    cleanup.add(() => gitlab.close());
    addGarden(gitlab);
  });
  afterEach(() => cleanup.run());

  const open = async (workspace: string, options: EditorOptions = {}): Promise<Editor> => {
    const editor = await Editor.start({ workspace, size: { width: 1400, height: 860 }, ...options });
    cleanup.add(() => editor.close());
    return editor;
  };
  const repository = (name: string, ...projects: string[]): Promise<string> =>
    repositoryIn(temporaryFolder(cleanup), name, ...projects);
  const repositoryIn = (folder: string, name: string, ...projects: string[]): Promise<string> => {
    const remotes = projects.map((path, index) => [index === 0 ? 'origin' : `other${index}`, remote(path)] as const);
    return createRepository(join(folder, name), { remotes: Object.fromEntries(remotes) });
  };
  const remote = (path: string): string => `${gitlab.url}/${path}.git`;
  /** A folder with a repository for each project. */
  const workspaceOf = async (...projects: string[]): Promise<string> => {
    const folder = temporaryFolder(cleanup);
    await Promise.all(projects.map((path) => repositoryIn(folder, path.split('/').at(-1) ?? path, path)));
    return folder;
  };
  /** The projects in the requests that the server received with a token. */
  const projectsAskedWith = (name: TokenName): string[] => {
    const header = `Bearer ${gitlab.tokens[name]}`;
    const asked = gitlab.requests
      .filter(({ headers }) => headers['authorization'] === header)
      .map(({ path }) => /^\/api\/v4\/projects\/([^/]+)/.exec(path)?.[1])
      .filter((id) => id !== undefined)
      .map((id) =>
        /^\d+$/.test(id) ? gitlab.world.projectPath(gitlab.world.project(Number(id))) : decodeURIComponent(id),
      );
    return [...new Set(asked)].sort();
  };

  /** Completes the walkthrough with its own buttons. Each step is checked only after it's done. */
  const walk = async (editor: Editor, way: TokenWay): Promise<void> => {
    const { quickInput } = editor;
    const page = new WalkthroughPage(editor);
    await editor.openContainer('GitLab Issues');
    await editor.waitForWelcome(/Open the walkthrough/);
    // Hide the view, so that the user doesn't see issues before the step that shows them.
    await editor.openContainer('Explorer');
    await editor.runCommand('GitLab Issues: Open Walkthrough');
    await page.waitFor();

    await page.press(instance, 'Select Instance');
    await quickInput.waitFor(/Select GitLab Instance/);
    await quickInput.giveUp();
    await page.waitForTicked([]);
    await page.press(instance, 'Select Instance');
    await quickInput.pick(new URL(gitlab.url).host);
    await page.waitForTicked([instance]);

    await page.press(kind, 'Select Token Type');
    await quickInput.waitFor(/Select a token type/);
    await editor.pictureInThemes(`kinds-${way.token}-1-kind`);
    assert.deepEqual(await page.ticked(), [instance]);
    await quickInput.pick(way.kindLabel);
    await page.waitForTicked([instance, kind]);

    await page.press(create, 'Open Token Page');
    await quickInput.waitFor(way.homeTitle);
    // The accessible name of a group's first row includes the group heading.
    const offered = async () => {
      const labels = (await quickInput.choices()).map((label) => label.replace(/, (In this workspace|Other)$/, ''));
      return labels.slice(0, -1);
    };
    const homes = async () => JSON.stringify(await offered()) === JSON.stringify(way.homes);
    await waitUntil(`${way.homes.join(' and ')} to be offered`, homes, { seen: offered });
    await editor.pictureInThemes(`kinds-${way.token}-2-home`);
    await quickInput.pick(way.home);
    assert.match(await editor.dialogText(), way.explanation);
    await editor.pictureInThemes(`kinds-${way.token}-3-explanation`);
    assert.equal(await editor.addressOpenedBy(() => editor.pressDialogButton('Open Page')), way.settingsPage);
    assert.deepEqual(await page.ticked(), [instance, kind], 'the page opened, and no token is stored yet');

    await page.press(paste, 'Paste Token');
    await quickInput.waitFor(/Paste an access token/);
    await quickInput.answer(gitlab.tokens.revoked);
    await quickInput.waitFor(/revoked/);
    assert.deepEqual(await page.ticked(), [instance, kind]);
    await quickInput.answer(gitlab.tokens[way.token]);
    // Signing in ends by showing the issues, which completes the next step.
    await leaveOpenWhoIsMe(editor, () => page.waitForTicked([instance, kind, create, paste]));

    await page.press(see, 'Show Issues');
    await page.waitForTicked([instance, kind, create, paste, see]);
    await editor.pictureInThemes(`kinds-${way.token}-4-issues`);

    const list = await editor.addressOpenedBy(() => page.press(walkthroughSteps[5], 'Open My Tokens on GitLab'));
    assert.equal(list, way.settingsPage);
    await page.waitForTicked(walkthroughSteps);
  };

  it('a project token is used for its project, and never for another project of the repository', async () => {
    const editor = await open(await repository('web-shop', webShop, mobileApp));
    await walk(editor, {
      token: 'project',
      kindLabel: 'Project Access Token',
      homeTitle: /Create a Project Access Token on 127/,
      homes: [webShop, mobileApp],
      home: webShop,
      explanation: new RegExp(`Create a project access token in ${webShop}.*Role: Reporter.*Scopes: api`, 's'),
      settingsPage: `${gitlab.url}/${webShop}/-/settings/access_tokens`,
    });
    await editor.runCommand('GitLab Issues: Refresh');
    await waitUntil('the refresh to be asked for', () => projectsAskedWith('project').length > 0);
    await editor.close();
    assert.deepEqual(projectsAskedWith('project'), [webShop]);
    assert.deepEqual(
      gitlab.requests.filter(({ path }) => /mobile-app|projects\/102/.test(path)),
      [],
    );
  });

  it('a group token is used for the projects of its group, and no others', async () => {
    const editor = await open(await workspaceOf(webShop, mobileApp, garden));
    await walk(editor, {
      token: 'group',
      kindLabel: 'Group Access Token',
      homeTitle: /Create a Group Access Token on 127/,
      homes: ['tanuki-tools', 'garden'],
      home: 'tanuki-tools',
      explanation: /Create a group access token in tanuki-tools.*available to Owners.*Role: Reporter.*Scopes: api/s,
      settingsPage: `${gitlab.url}/groups/tanuki-tools/-/settings/access_tokens`,
    });
    await editor.row(/^tanuki-tools\/web-shop, \d+ open/);
    await editor.row(/^tanuki-tools\/mobile-app, \d+ open/);
    await editor.row(/^garden\/tools/);
    await editor.close();
    assert.deepEqual(projectsAskedWith('group'), [mobileApp, webShop]);
    assert.deepEqual(
      gitlab.requests.filter(({ path }) => /garden|projects\/201/.test(path)),
      [],
    );
  });

  it('with several tokens, each project uses the most specific one', async () => {
    const editor = await open(await workspaceOf(webShop, mobileApp, garden), { signedInTo: gitlab });
    await editor.waitForSignIn();
    for (const name of ['group', 'project'] as const) {
      await editor.runCommand('GitLab Issues: Sign In');
      await editor.quickInput.pick(new URL(gitlab.url).host);
      await editor.quickInput.waitFor(/Paste an access token/);
      await editor.quickInput.answer(gitlab.tokens[name]);
      await leaveOpenWhoIsMe(editor);
    }
    const settled = (): boolean =>
      projectsAskedWith('project').length > 0 &&
      projectsAskedWith('group').length > 0 &&
      projectsAskedWith('personal').length > 0;
    gitlab.clearRequests();
    await editor.runCommand('GitLab Issues: Refresh');
    await waitUntil('each token to be used', settled, { seen: () => gitlab.requests.map(({ path }) => path) });
    await editor.row(/^garden\/tools/);
    assert.deepEqual(
      {
        project: projectsAskedWith('project'),
        group: projectsAskedWith('group'),
        personal: projectsAskedWith('personal'),
      },
      { project: [webShop], group: [mobileApp], personal: [garden] },
    );
    await editor.picture('kinds-several-rows');
    await editor.runCommand('GitLab Issues: Manage Accounts');
    await editor.quickInput.waitFor(/GitLab Accounts/);
    await editor.pictureInThemes('kinds-several-accounts');
    await editor.quickInput.giveUp();
    await editor.close();
  });
});

/** How to get a token of one type: the selections, and the expected texts. */
interface TokenWay {
  readonly token: TokenName;
  readonly kindLabel: string;
  readonly homeTitle: RegExp;
  /** The projects or groups that the picker offers from the remotes. */
  readonly homes: readonly string[];
  readonly home: string;
  readonly explanation: RegExp;
  readonly settingsPage: string;
}

/**
 * Cancels the prompt for the username, which appears after signing in with a bot's token.
 * @param before runs while the prompt is open
 */
async function leaveOpenWhoIsMe({ quickInput }: Editor, before?: () => Promise<void>): Promise<void> {
  await quickInput.waitFor(/Select Your Username/);
  await before?.();
  await quickInput.giveUp();
}

function addGarden({ world }: StandInGitLab): void {
  const shop = world.project(101);
  world.groups.set(20, { ...world.group(shop.groupId), id: 20, name: 'Garden', path: 'garden', parentId: null });
  world.projects.set(201, { ...shop, id: 201, name: 'Tools', path: 'tools', groupId: 20, visibility: 'public' });
  world.createIssue(201, { title: 'The rake lost a tooth' });
}
