/** The simulated edition. Community Edition omits all EE-only keys and parameters. */
export type Edition = 'ee' | 'ce';

/** Options of the stand-in. All have defaults. */
export interface StandInOptions {
  /** 0 (the default) lets the system select a port. */
  readonly port?: number;
  readonly host?: string;
  /** Subpath of the instance, such as `/gitlab`. */
  readonly relativeRoot?: string;
  /** The version in `/version`. Older versions lack newer features. Default `18.9.1-ee`. */
  readonly version?: string;
  readonly edition?: Edition;
  /** The same seed and day give the same data. */
  readonly seed?: number;
  /** Projects in the demo group. */
  readonly projects?: number;
  /** Issues in each project. */
  readonly issues?: number;
  /** Folder with `issues.ndjson` and optionally `notes.ndjson`, which replace the demo group. */
  readonly dataDir?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The server's clock in milliseconds, for tests that control time. */
  readonly now?: () => number;
  /** The configured URL of the instance, if it differs from the address it listens on (as behind a proxy). */
  readonly externalUrl?: string;
  /** Whether an administrator restricts the visibility level Public. Then only signed-in users see avatars. */
  readonly restrictsPublicVisibility?: boolean;
}

/** The tokens of every stand-in by type, each as the text to send. */
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
  /** Scope `api`. The user isn't a member of anything. */
  readonly outsider: string;
  /** Project access token of the first project. */
  readonly project: string;
  /** Group access token of the demo group. */
  readonly group: string;
  readonly admin: string;
}

export type TokenName = keyof StandInTokens;

/** One request. */
export interface RequestRecord {
  readonly method: string;
  /** Without the relative root, still percent-encoded: `/api/v4/projects/tanuki-tools%2Fweb-shop`. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** 0 if the connection was dropped or never got a response. */
  readonly status: number;
  /** When it arrived, by the server's clock (ms). */
  readonly at: number;
}
