import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError } from './hostError.ts';
import { ProcessGroup } from './processGroup.ts';
import { quietSettings } from './quietSettings.ts';
import { runProgram } from './runProgram.ts';
import { waitUntil } from './waitUntil.ts';

export interface DesktopOptions {
  /** Folders of the extensions under development. */
  readonly extensions: readonly string[];
  /** A folder or `.code-workspace` file. */
  readonly workspace: string;
  /** An empty folder for the window's data, which keeps the user's own settings and windows unchanged. */
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A window of the VS Code installed on this machine. */
export class DesktopWindow {
  private constructor(
    private readonly program: ProcessGroup,
    private readonly dataFolder: string,
  ) {}

  /** Opens the window with the `code` on PATH. */
  static async open(options: DesktopOptions): Promise<DesktopWindow> {
    await runProgram('code', ['--version']).catch(() => {
      throw new HostError(
        'No `code` was found on PATH: in VS Code run "Shell Command: Install \'code\' command in PATH", or leave out --desktop.',
      );
    });
    const { dataFolder } = options;
    mkdirSync(join(dataFolder, 'User'), { recursive: true });
    const settings = { ...quietSettings, 'telemetry.telemetryLevel': 'off' };
    writeFileSync(join(dataFolder, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
    const args = [
      '--new-window',
      '--wait',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      `--user-data-dir=${dataFolder}`,
      `--extensions-dir=${join(dataFolder, 'extensions')}`,
      ...options.extensions.map((folder) => `--extensionDevelopmentPath=${folder}`),
      options.workspace,
    ];
    return new DesktopWindow(ProcessGroup.start('code', args, { ...process.env, ...options.env }), dataFolder);
  }

  /** Resolves when the user closes the window. */
  async closed(): Promise<void> {
    await waitUntil('the window to be closed', () => this.program.hasEnded, { timeout: Infinity, every: 300 });
  }

  /** Closes the window. `code` only asks the editor to open one, so ending `code` doesn't close it. */
  async close(): Promise<void> {
    const editor = this.editorProcess();
    if (editor !== undefined) {
      try {
        process.kill(editor, 'SIGTERM');
      } catch {
        // Already ended.
      }
    }
    await this.program.stop();
  }

  private editorProcess(): number | undefined {
    try {
      // VS Code's main process writes its process ID to this file.
      return Number(readFileSync(join(this.dataFolder, 'code.lock'), 'utf8')) || undefined;
    } catch {
      return undefined;
    }
  }
}
