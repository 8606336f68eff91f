import { type LogOutputChannel, window } from 'vscode';
import type { Log } from '../model/ports.ts';
import type { Scrubber } from '../model/text/scrubber.ts';

/**
 * The extension's output channel. All text goes through the scrubber first, so that no token gets into a file that
 * users attach to bug reports. VS Code sets the level (`Developer: Set Log Level…`).
 */
export class OutputLog implements Log {
  private readonly channel: LogOutputChannel;
  private isDisposed = false;

  constructor(
    name: string,
    private readonly scrubber: Scrubber,
  ) {
    this.channel = window.createOutputChannel(name, { log: true });
  }

  debug(message: string): void {
    this.write('debug', message);
  }

  info(message: string): void {
    this.write('info', message);
  }

  warn(message: string): void {
    this.write('warn', message);
  }

  error(message: string): void {
    this.write('error', message);
  }

  show(): void {
    this.channel.show();
  }

  dispose(): void {
    this.isDisposed = true;
    this.channel.dispose();
  }

  /**
   * Drops messages that arrive after VS Code disposed of the log, such as the end of a renewal. The channel would
   * throw.
   */
  private write(level: 'debug' | 'info' | 'warn' | 'error', message: string): void {
    if (!this.isDisposed) this.channel[level](this.scrubber.scrubLine(message));
  }
}
