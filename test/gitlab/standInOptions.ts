/** Which edition the stand-in plays: Community Edition leaves out every EE-only key and parameter. */
export type Edition = 'ee' | 'ce';

/** How to start the stand-in; everything has a default. */
export interface StandInOptions {
  /** 0 (the default) lets the system choose. */
  readonly port?: number;
  readonly host?: string;
  /** Subpath of the instance, such as `/gitlab`. */
  readonly relativeRoot?: string;
  /** What `/version` answers; older versions lack what they lacked. Default `18.9.1-ee`. */
  readonly version?: string;
  readonly edition?: Edition;
  /** Same seed and day, same data. */
  readonly seed?: number;
  /** Projects in the demo group. */
  readonly projects?: number;
  /** Issues in each project. */
  readonly issues?: number;
  /** Folder with `issues.ndjson` and perhaps `notes.ndjson`, which take the demo group's place. */
  readonly dataDir?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The server's clock in milliseconds, for tests with a clock of their own. */
  readonly now?: () => number;
  /** The URL the instance believes it has, when that is not where it listens (as behind a proxy). */
  readonly externalUrl?: string;
}

/** The token types every stand-in has, each with the text to send. */
export interface StandInTokens {
  /** Scope `api`; the user is Maintainer of the demo group. */
  readonly personal: string;
  readonly personalReadApi: string;
  readonly personalReadUser: string;
  readonly personalReadRepository: string;
  readonly expired: string;
  readonly revoked: string;
  /** Valid, but its user is blocked. */
  readonly blocked: string;
  /** Scope `api`; the user is Guest. */
  readonly guest: string;
  /** Scope `api`; the user is member of nothing. */
  readonly outsider: string;
  /** Project access token of the first project. */
  readonly project: string;
  /** Group access token of the demo group. */
  readonly group: string;
  readonly admin: string;
}

export type TokenName = keyof StandInTokens;

/** One request that reached `/api`. */
export interface RequestRecord {
  readonly method: string;
  /** Without the relative root, still percent-encoded: `/api/v4/projects/tanuki-tools%2Fweb-shop`. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** 0 when the connection was dropped or left hanging. */
  readonly status: number;
  /** When it arrived, by the server's clock (ms). */
  readonly at: number;
}
