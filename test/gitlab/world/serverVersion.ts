import type { Edition } from '../standInOptions.ts';
import type { ProjectRecord } from './records.ts';
import { type ServerFeature, serverFeatures } from './serverFeatures.ts';

/** The simulated version, such as `17.3.0` or `18.9.1-ee`. */
export class ServerVersion {
  readonly text: string;
  readonly edition: Edition;
  private readonly major: number;
  private readonly minor: number;

  constructor(text: string, edition?: Edition) {
    const match = /^(\d+)\.(\d+)/.exec(text);
    if (!match) throw new Error(`Not a GitLab version: ${text}`);
    this.major = Number(match[1]);
    this.minor = Number(match[2]);
    this.edition = edition ?? 'ee';
    this.text = this.edition === 'ce' ? text.replace(/-ee$/, '') : text;
  }

  get enterprise(): boolean {
    return this.edition === 'ee';
  }

  /** Whether a project has the paid features (`Project#feature_available?`). */
  isPaid({ isFree = false }: Pick<ProjectRecord, 'isFree'>): boolean {
    return this.enterprise && !isFree;
  }

  has(feature: ServerFeature): boolean {
    const [major = 0, minor = 0] = serverFeatures[feature].split('.').map(Number);
    return this.atLeast(major, minor);
  }

  atLeast(major: number, minor = 0): boolean {
    return this.major > major || (this.major === major && this.minor >= minor);
  }
}
