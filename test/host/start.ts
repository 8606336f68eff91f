import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { StandInGitLab } from '../gitlab/standInGitLab.ts';
import { unpackedExtension } from '../package/unpackedExtension.ts';
import { buildExtension } from './buildExtension.ts';
import { Cleanup } from './cleanup.ts';
import { addDemoTodos } from './demoTodos.ts';
import { createDemoWorkspace } from './demoWorkspace.ts';
import { DesktopWindow } from './desktopWindow.ts';
import { HostError } from './hostError.ts';
import { openInBrowser } from './openInBrowser.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';
import { parseStartOptions, usage, type StartOptions } from './startOptions.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { VSCodeServer } from './vscodeServer.ts';

/** How many of the stand-in's projects the workspace contains, unless `--projects` is given. */
const usualProjects = 3;

/** The workspace to open, in any VS Code. */
interface Demo {
  readonly workspace: string;
  readonly extensions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Lines to print about the demo. */
  readonly about: readonly string[];
}

/** `npm start`: runs VS Code with the extension, and a GitLab to use it with. */
async function main(): Promise<number> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const cleanup = new Cleanup();
  cleanup.onSignals();
  try {
    const extension = await extensionFolder(options, cleanup);
    const demo =
      options.gitlab === undefined
        ? await standInDemo(options, extension, cleanup)
        : realDemo(options, extension, cleanup);
    await (options.desktop ? showOnDesktop(demo, cleanup) : showInBrowser(demo, cleanup));
    return 0;
  } finally {
    await cleanup.run();
  }
}

/** Builds the extension and packages it as for an installation. */
async function extensionFolder(options: StartOptions, cleanup: Cleanup): Promise<string> {
  console.log('Building the extension…');
  if (!options.source) return unpackedExtension(temporaryFolder(cleanup, 'gitlab-issues-package'));
  await buildExtension();
  return repositoryRoot;
}

async function standInDemo(options: StartOptions, extension: string, cleanup: Cleanup): Promise<Demo> {
  const { issues, projects, seed, data } = options;
  if (data !== undefined && !existsSync(data)) throw new HostError(`The --data folder ${data} doesn't exist.`);
  const gitlab = await StandInGitLab.start({
    ...(issues === undefined ? {} : { issues }),
    ...(projects === undefined ? {} : { projects }),
    ...(seed === undefined ? {} : { seed }),
    ...(data === undefined ? {} : { dataDir: data }),
  });
  cleanup.add(() => gitlab.close());
  addDemoTodos(gitlab.world);
  const token = gitlab.tokens.personal;
  const paths = [...gitlab.world.projects.values()].map((project) => gitlab.world.projectPath(project));
  const signedIn = !options.signedOut;
  return {
    workspace: await createDemoWorkspace(
      temporaryFolder(cleanup, 'gitlab-issues-demo'),
      gitlab.url,
      paths.slice(0, projects ?? usualProjects),
    ),
    extensions: [extension, ...(signedIn ? [join(import.meta.dirname, 'signInHelper')] : [])],
    env: signedIn ? { GITLAB_ISSUES_START_URL: gitlab.url } : {},
    about: [
      `GitLab (mock server with demo issues): ${gitlab.url}`,
      `Token: ${token}`,
      '',
      'Try:',
      ...(signedIn
        ? ['  - Select GitLab Issues in the Activity Bar to see the open issues of each project.']
        : ['  - Press F1, run GitLab Issues: Sign In…, select the GitLab URL above, and paste the token above.']),
      '  - Right-click an issue to open it or copy its link or reference.',
      '  - Press F1 and run GitLab Issues: Refresh.',
      ...(signedIn ? ['  - Press F1, run GitLab Issues: Sign Out…, and then sign in again with the token above.'] : []),
    ],
  };
}

function realDemo(options: StartOptions, extension: string, cleanup: Cleanup): Demo {
  const { gitlab = '', folder } = options;
  if (folder !== undefined && !existsSync(folder)) throw new HostError(`The --folder folder ${folder} doesn't exist.`);
  return {
    workspace: folder === undefined ? temporaryFolder(cleanup, 'gitlab-issues-empty') : realpathSync(folder),
    extensions: [extension],
    env: {},
    about: [
      `GitLab: ${gitlab}`,
      '',
      'Try:',
      `  - Press F1, run GitLab Issues: Sign In…, and enter ${gitlab} and an access token with the 'api' scope ('read_api' for read-only access).`,
      ...(folder === undefined
        ? ['  - To see the issues of a project, restart with --folder PATH, where PATH is a checkout of the project.']
        : []),
    ],
  };
}

async function showInBrowser(demo: Demo, cleanup: Cleanup): Promise<void> {
  const { workspace, extensions, env } = demo;
  console.log('Starting VS Code…');
  const server = await VSCodeServer.start({ workspace, installed: extensions, env });
  cleanup.add(() => server.close());
  console.log(['', `VS Code: ${server.url}`, ...demo.about, '', 'To stop everything, press Ctrl+C.'].join('\n'));
  openInBrowser(server.url);
  await new Promise<never>(() => {
    // Wait for Ctrl-C. The servers keep the process alive.
  });
}

async function showOnDesktop(demo: Demo, cleanup: Cleanup): Promise<void> {
  const { workspace, extensions, env } = demo;
  const dataFolder = temporaryFolder(cleanup, 'vscode-data');
  const window = await DesktopWindow.open({ workspace, extensions, env, dataFolder });
  cleanup.add(() => window.close());
  console.log(
    ['', 'Opening VS Code…', ...demo.about, '', 'To stop everything, press Ctrl+C or close the window.'].join('\n'),
  );
  await window.closed();
}

runMain(main);
