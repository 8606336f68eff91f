import type { InstanceUrl } from './address/instanceUrl.ts';

/** A place where other programs on this computer find an access token. */
export interface TokenSource {
  /** `cli`: the configuration file of the GitLab CLI. `variable`: an environment variable. */
  readonly kind: 'cli' | 'variable';
  /** The path of the file, or the name of the variable. */
  readonly name: string;
  /** The instance of a variable's token. The file has its instances in it. */
  readonly instance?: InstanceUrl;
}

/** A token, and the only instance that it may be sent to. */
export interface FoundToken {
  readonly instance: InstanceUrl;
  readonly token: string;
}

/** The access tokens of other programs on this computer. */
export interface TokenSources {
  /** Returns the places that exist, without reading a token or a file. */
  find(): Promise<readonly TokenSource[]>;
  /**
   * Reads the tokens of a place, after the user selected it. Returns only tokens that this extension can use. Never
   * rejects.
   */
  read(source: TokenSource): Promise<readonly FoundToken[]>;
}
