import pLimit from 'p-limit';
import { settings } from '../../manifest.ts';
import { type AvatarAddress, avatarAddress } from '../../model/address/avatarAddress.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { SingleSettings } from '../../model/ports.ts';
import { dataUrl } from '../../model/text/dataUrl.ts';
import { pictureType } from '../../model/text/pictureType.ts';

/** Where an issue is. */
export interface AvatarPlace {
  /** The key of the account. */
  readonly account: string;
  /** The base URLs of the instance, as `basesOf` returns them. */
  readonly bases: readonly string[];
}

export interface AvatarParts {
  /** Loads an image, without a token. Rejects with a `GitLabError`. */
  readonly files: { load(address: AvatarAddress, mostBytes: number): Promise<Uint8Array> };
  readonly settings: Pick<SingleSettings, 'get'>;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/** The size of the largest avatar that GitLab accepts. */
const mostBytes = 200 * 1024;
/** The maximum size of the cache, in characters of data URLs. A scaled avatar has about 5,000. */
const mostKept = 5_000_000;
/** How many milliseconds to send no requests to a host that didn't respond. */
const pause = 60_000;

/**
 * The avatars on all issue pages of the window. Each is loaded once, and one at a time, because the user waits for none
 * of them. An avatar on another host, such as Gravatar, is loaded only if the user allows it, because the host sees the
 * request.
 */
export class Avatars {
  /** By account and URL. Undefined for an avatar that can't be shown. */
  private readonly known = new Map<string, string | undefined>();
  private readonly pending = new Map<string, Promise<string | undefined>>();
  /** The hosts that didn't respond, with the time when they get requests again. */
  private readonly unreachable = new Map<string, number>();
  private readonly inTurn = pLimit(1);
  private kept = 0;

  constructor(private readonly parts: AvatarParts) {}

  /** Whether the page may request an avatar. */
  isAllowed(avatarUrl: string, place: AvatarPlace): boolean {
    return this.addressOf(avatarUrl, place) !== undefined;
  }

  /** Returns a `data:` URL. Undefined if there is no image that the page can show. Never rejects. */
  load(avatarUrl: string, place: AvatarPlace): Promise<string | undefined> {
    const address = this.addressOf(avatarUrl, place);
    if (!address) return Promise.resolve(undefined);
    const key = keyOf(place.account, address.url);
    if (this.known.has(key)) {
      const found = this.known.get(key);
      // Moves it to the end, because the cache drops the first ones.
      this.known.delete(key);
      this.known.set(key, found);
      return Promise.resolve(found);
    }
    const loading =
      this.pending.get(key) ?? this.inTurn(() => this.fetchOnce(key, address)).finally(() => this.pending.delete(key));
    this.pending.set(key, loading);
    return loading;
  }

  /** Drops the avatars of accounts. */
  forget(isSignedOut: (account: string) => boolean): void {
    for (const key of this.known.keys()) if (isSignedOut(accountOf(key))) this.drop(key);
  }

  private addressOf(avatarUrl: string, { bases }: AvatarPlace): AvatarAddress | undefined {
    const address = avatarAddress(avatarUrl, bases);
    return address && (address.isOwn || this.allowsForeign) ? address : undefined;
  }

  private get allowsForeign(): boolean {
    return this.parts.settings.get(settings.foreignAvatars, readBoolean) ?? false;
  }

  private async fetchOnce(key: string, address: AvatarAddress): Promise<string | undefined> {
    const { files, clock } = this.parts;
    const { host } = address.url;
    // The user may have changed the setting while other avatars were loading.
    if (!address.isOwn && !this.allowsForeign) return undefined;
    if (clock.elapsed() < (this.unreachable.get(host) ?? 0)) return undefined;
    try {
      const bytes = await files.load(address, mostBytes);
      const type = pictureType(bytes);
      return this.keep(key, type === undefined || type === 'image/svg+xml' ? undefined : dataUrl(type, bytes));
    } catch (thrown) {
      if (GitLabError.is(thrown, 'notFound', 'badData')) return this.keep(key, undefined);
      this.unreachable.set(host, clock.elapsed() + pause);
      return undefined;
    }
  }

  private keep(key: string, data: string | undefined): string | undefined {
    this.known.set(key, data);
    this.kept += sizeOf(key, data);
    for (const oldest of this.known.keys()) {
      if (this.kept <= mostKept) break;
      this.drop(oldest);
    }
    return data;
  }

  private drop(key: string): void {
    this.kept -= sizeOf(key, this.known.get(key));
    this.known.delete(key);
  }
}

function keyOf(account: string, { href }: URL): string {
  return `${href} ${account}`;
}

/** A URL contains no spaces. */
function accountOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

function sizeOf(key: string, data = ''): number {
  return key.length + data.length;
}

function readBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
