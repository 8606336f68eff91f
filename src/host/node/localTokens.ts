import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type InstanceUrl, parseInstanceUrl } from '../../model/address/instanceUrl.ts';
import type { FoundToken, TokenSource, TokenSources } from '../../model/tokenSources.ts';
import { readCliConfig } from './readCliConfig.ts';

/** What the GitLab CLI reads, in its order. https://docs.gitlab.com/cli/#environment-variables */
const tokenVariables = ['GITLAB_TOKEN', 'GITLAB_ACCESS_TOKEN', 'OAUTH_TOKEN'];
const hostVariables = ['GITLAB_HOST', 'GITLAB_URI', 'GL_HOST'];
const defaultHost = 'gitlab.com';

/** In bytes. A configuration file has a few kilobytes. */
const largestFile = 1_000_000;

/** The tokens in the configuration file of the GitLab CLI, and in the environment. */
export class LocalTokens implements TokenSources {
  constructor(
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private readonly home: string,
    private readonly platform: NodeJS.Platform,
  ) {}

  async find(): Promise<readonly TokenSource[]> {
    const file = await this.configFile();
    const name = tokenVariables.find((each) => this.isSet(each));
    const { instance } = this;
    return [
      ...(file === undefined ? [] : [{ kind: 'cli', name: file } as const]),
      ...(name === undefined || !instance ? [] : [{ kind: 'variable', name, instance } as const]),
    ];
  }

  async read({ kind, name }: TokenSource): Promise<readonly FoundToken[]> {
    return kind === 'cli' ? this.readFile(name) : this.readVariable(name);
  }

  private async readFile(path: string): Promise<readonly FoundToken[]> {
    try {
      const { size } = await stat(path);
      return size > largestFile ? [] : await readCliConfig(await readFile(path, 'utf8'));
    } catch {
      return [];
    }
  }

  /** The CLI sends the token of a variable to the instance in the other variables, and otherwise to gitlab.com. */
  private get instance(): InstanceUrl | undefined {
    const host = hostVariables.find((each) => this.isSet(each));
    return parseInstanceUrl((host && this.environment[host]) ?? defaultHost);
  }

  private readVariable(name: string): readonly FoundToken[] {
    const { instance } = this;
    const token = this.environment[name]?.trim() ?? '';
    return instance && token !== '' ? [{ instance, token }] : [];
  }

  /** The file that the CLI uses. https://docs.gitlab.com/cli/configuration/ */
  private async configFile(): Promise<string | undefined> {
    const { GLAB_CONFIG_DIR: own } = this.environment;
    const folders = own ? [own] : [join(this.home, '.config', 'glab-cli'), join(this.configHome, 'glab-cli')];
    for (const folder of folders) {
      const file = join(folder, 'config.yml');
      if (await isFile(file)) return file;
    }
    return undefined;
  }

  /** As in the XDG library of the CLI, which follows the system's rules on macOS and Windows. */
  private get configHome(): string {
    const { XDG_CONFIG_HOME: chosen, LOCALAPPDATA: local } = this.environment;
    if (chosen && isAbsolute(chosen)) return chosen;
    if (this.platform === 'darwin') return join(this.home, 'Library', 'Application Support');
    if (this.platform === 'win32') return local ?? join(this.home, 'AppData', 'Local');
    return join(this.home, '.config');
  }

  private isSet(name: string): boolean {
    return Boolean(this.environment[name]);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
