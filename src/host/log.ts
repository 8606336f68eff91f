import { type LogOutputChannel, window } from 'vscode';
import type { Log } from '../model/ports.ts';
import type { Scrubber } from '../model/text/scrubber.ts';

/**
 * The extension's output channel. All text goes through the scrubber first, so that no token gets into a file that
 * users attach to bug reports. VS Code sets the level (`Developer: Set Log Level…`).
 */
export class OutputLog implements Log {
  private readonly channel: LogOutputChannel;

  constructor(
    name: string,
    private readonly scrubber: Scrubber,
  ) {
    this.channel = window.createOutputChannel(name, { log: true });
  }

  debug(message: string): void {
    this.channel.debug(this.scrubber.scrubLine(message));
  }

  info(message: string): void {
    this.channel.info(this.scrubber.scrubLine(message));
  }

  warn(message: string): void {
    this.channel.warn(this.scrubber.scrubLine(message));
  }

  error(message: string): void {
    this.channel.error(this.scrubber.scrubLine(message));
  }

  show(): void {
    this.channel.show();
  }

  dispose(): void {
    this.channel.dispose();
  }
}
