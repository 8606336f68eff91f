import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cleanup } from './cleanup.ts';
import { HostError } from './hostError.ts';
import { currentVersion, installVSCode, type VSCodeInstallation, type VSCodeVersion } from './installVSCode.ts';
import { KeyProxy } from './keyProxy.ts';
import { ProcessGroup } from './processGroup.ts';
import { quietSettings, themes, type Theme } from './quietSettings.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import type { TokenSearch } from './tokenSearch.ts';
import { waitUntil } from './waitUntil.ts';

export interface VSCodeServerOptions {
  readonly version?: VSCodeVersion;
  readonly theme?: Theme;
  /** Machine settings that override the quiet ones. Settings of scope `application` have no effect here. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment variables of the server and its extension host, added to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Asks whether to trust a folder, like the desktop. By default, VS Code trusts all folders. */
  readonly workspaceTrust?: boolean;
  /**
   * Allows URLs that name an extension under development and its tests. VS Code shows no toasts in this mode, so the
   * e2e tests and `npm start` use `installed` instead.
   */
  readonly development?: boolean;
  /** Names of the built-in extensions to include. Includes all by default. */
  readonly builtIn?: readonly string[];
  /** Folders of extensions to install in every window. */
  readonly installed?: readonly string[];
  /** The folder or `.code-workspace` file that opens by default. */
  readonly workspace?: string;
  /**
   * The token search to apply to all output when the server ends. Sets the log level to trace, to include all possible
   * log messages.
   */
  readonly search?: TokenSearch;
}

/** The content of a window. `extension` and `tests` require a server with `development`. */
export interface WindowOptions {
  /** A folder or a `.code-workspace` file. */
  readonly workspace?: string | undefined;
  /** The folder of the extension under development. */
  readonly extension?: string;
  /** A script that exports `run(): Promise<void>`, which runs in the extension host. */
  readonly tests?: string;
}

/** A real VS Code on this machine, with fresh data, shown in a browser. */
export class VSCodeServer {
  private constructor(
    /** The URL that opens the initial workspace in a browser. */
    readonly url: string,
    private readonly server: ProcessGroup,
    private readonly dataFolder: string,
    private readonly cleanup: Cleanup,
  ) {}

  /** Starts the server and waits until it responds. Installs VS Code first if necessary. */
  static async start(options: VSCodeServerOptions = {}): Promise<VSCodeServer> {
    const installation = await installVSCode(options.version ?? currentVersion);
    const cleanup = new Cleanup();
    try {
      const dataFolder = temporaryFolder(cleanup, 'vscode-data');
      prepare(dataFolder, installation, options);
      const { search } = options;
      search?.expect(dataFolder);
      cleanup.add(() => search?.dataFolder(dataFolder));
      const group = ProcessGroup.start(
        installation.node,
        serverArguments(installation, dataFolder, options),
        environment(options.env),
      );
      cleanup.add(() => search?.text(`${dataFolder}, output`, group.output));
      cleanup.add(() => group.stop());
      const proxy = await KeyProxy.start(await listeningPort(installation, group));
      cleanup.add(() => proxy.close());
      return new VSCodeServer(`http://127.0.0.1:${proxy.port}/`, group, dataFolder, cleanup);
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  /** The URL of a window. */
  windowUrl(options: WindowOptions): string {
    const remote = (path: string): string => `vscode-remote://${new URL(this.url).host}${path}`;
    const payload: [string, string][] = [];
    if (options.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(options.extension)]);
    if (options.tests !== undefined) payload.push(['extensionTestsPath', remote(options.tests)]);
    const url = new URL(this.url);
    const { workspace } = options;
    if (workspace === undefined) url.searchParams.set('ew', 'true');
    else url.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace);
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** The output of the server. */
  get output(): string {
    return this.server.output;
  }

  /** Replaces all machine settings with those from these options. */
  resetSettings(options: Pick<VSCodeServerOptions, 'theme' | 'settings'>): void {
    writeFileSync(settingsFile(this.dataFolder), settingsText(options));
  }

  /** Changes machine settings while the server runs. Windows apply them after a moment. */
  writeSettings(settings: Readonly<Record<string, unknown>>): void {
    const file = settingsFile(this.dataFolder);
    const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...before, ...settings }, undefined, 2));
  }

  /** Stops the server and its child processes, and removes its data. */
  async close(): Promise<void> {
    await this.cleanup.run();
  }
}

function settingsFile(dataFolder: string): string {
  return join(dataFolder, 'data/Machine/settings.json');
}

function settingsText(options: Pick<VSCodeServerOptions, 'theme' | 'settings'>): string {
  const theme = { 'workbench.colorTheme': themes[options.theme ?? 'dark'] };
  return JSON.stringify({ ...quietSettings, ...theme, ...options.settings }, undefined, 2);
}

function prepare(dataFolder: string, installation: VSCodeInstallation, options: VSCodeServerOptions): void {
  mkdirSync(join(dataFolder, 'data/Machine'), { recursive: true });
  writeFileSync(settingsFile(dataFolder), settingsText(options));

  mkdirSync(builtInFolder(dataFolder));
  for (const name of options.builtIn ?? []) {
    symlinkSync(join(installation.builtInExtensions, name), join(builtInFolder(dataFolder), name));
  }
  const extensions = join(dataFolder, 'extensions');
  mkdirSync(extensions);
  for (const folder of options.installed ?? []) {
    const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      'publisher' | 'name' | 'version',
      string
    >;
    symlinkSync(folder, join(extensions, `${publisher}.${name}-${version}`));
  }
}

function builtInFolder(dataFolder: string): string {
  return join(dataFolder, 'built-in');
}

function serverArguments(installation: VSCodeInstallation, dataFolder: string, options: VSCodeServerOptions): string[] {
  const logFiles = pathToFileURL(join(import.meta.dirname, 'logFiles.mjs')).href;
  const args = [
    `--import=${logFiles}`,
    installation.serverMain,
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
  ];
  args.push('--accept-server-license-terms', `--server-data-dir=${dataFolder}`, '--disable-telemetry');
  if (options.search) args.push('--log=trace');
  if (options.builtIn) args.push(`--builtin-extensions-dir=${builtInFolder(dataFolder)}`);
  if (options.development) args.push('--enable-smoke-test-driver');
  if (!options.workspaceTrust) args.push('--disable-workspace-trust');
  const { workspace } = options;
  if (workspace?.endsWith('.code-workspace')) args.push(`--default-workspace=${workspace}`);
  else if (workspace !== undefined) args.push(`--default-folder=${workspace}`);
  return args;
}

/** The environment without variables that a surrounding VS Code, Electron, or Node set for its own children. */
function environment(own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(inherited), ...own };
}

async function listeningPort(installation: VSCodeInstallation, group: ProcessGroup): Promise<number> {
  const lastWords = (): string => group.output.slice(-2000);
  const port = await waitUntil(
    `VS Code ${installation.version} to listen`,
    () => {
      if (group.hasEnded) throw new HostError(`VS Code ${installation.version} ended at once:\n${lastWords()}`);
      const line = /agent listening on (\d+)/.exec(group.output);
      return line ? Number(line[1]) : undefined;
    },
    { seen: lastWords },
  );
  await waitUntil(
    `VS Code ${installation.version} to answer`,
    () =>
      fetch(`http://127.0.0.1:${port}/version`).then(
        (response) => response.ok,
        () => false,
      ),
    { seen: lastWords },
  );
  return port;
}
