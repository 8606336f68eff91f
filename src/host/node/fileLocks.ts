import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { HeldLock, Log, OwnerLocks, WindowLocks } from '../../model/ports.ts';
import { orNothing } from './orNothing.ts';

/** The time between two looks at a lock that another window holds: a tenth of the wait so far, within these limits. */
const timeToLook = { least: 50, most: 500 };
/** The time between two signs of life of the window that holds a lock. */
const timeToBeat = 2_000;
/** A window without a sign of life for this time has crashed. */
const timeToGiveUp = 20_000;
/** The longest wait for another window. It can hold a lock for longer, such as while the user unlocks the keyring. */
const longestWait = 60_000;
/** The content of a released lock. A held one contains the number of its signs of life. All have the same length. */
const released = 'released';

/**
 * Locks in the extension's global storage folder, which all windows with an extension host on this machine share.
 *
 * Each lock is a folder of numbered files. The file with the highest number is the current holder's. To take a released
 * or abandoned lock, a window creates the file with the next number, which only one window can do. The highest file is
 * never deleted, so no window can mistake an older file for the current one.
 *
 * A lock is abandoned if its file doesn't change while another window looks at it. That window counts its own pauses, so
 * neither a clock that jumps nor a suspended computer makes a lock look abandoned.
 */
export class FileLocks implements WindowLocks, OwnerLocks {
  private readonly folder: string;

  /** @param storage the extension's global storage folder on this machine. */
  constructor(
    storage: { readonly fsPath: string },
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.folder = join(storage.fsPath, 'locks');
  }

  async hold<T>(name: string, work: (isHeld: () => Promise<boolean>) => Promise<T>): Promise<T> {
    const taken = await this.take(name, 'itsTurn');
    if (!taken) throw new GitLabError('storage', { detail: 'otherWindow' });
    try {
      return await work(() => taken.isHeld());
    } finally {
      await taken.release();
    }
  }

  tryTake(name: string, waits: boolean): Promise<HeldLock | undefined> {
    return this.take(name, waits ? 'signOfLife' : 'nothing');
  }

  /** @param waitsFor `itsTurn`: waits for the holder, up to a minute. `signOfLife`: waits only if the holder crashed. */
  private async take(name: string, waitsFor: 'itsTurn' | 'signOfLife' | 'nothing'): Promise<HeldLock | undefined> {
    const lock = join(this.folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
    try {
      await mkdir(lock, { recursive: true, mode: 0o700 });
      let waited = 0;
      let seen = { state: '', at: 0 };
      for (;;) {
        const highest = await highestIn(lock);
        const content = highest === 0 ? released : await contentOf(join(lock, `${highest}`));
        const state = `${highest} ${content ?? ''}`;
        const isAlive = seen.state !== '' && state !== seen.state;
        if (state !== seen.state) seen = { state, at: waited };
        if (content === released || waited - seen.at >= timeToGiveUp) {
          const number = highest + 1;
          const release = await this.create(lock, number);
          if (release) return { isHeld: async () => (await highestIn(lock)) === number, release };
        }
        if (waitsFor === 'nothing' || (waitsFor === 'signOfLife' && isAlive) || waited >= longestWait) return undefined;
        const pause = Math.min(Math.max(timeToLook.least, waited / 10), timeToLook.most);
        await new Promise<void>((resolve) => this.clock.after(pause, resolve));
        waited += pause;
      }
    } catch (error) {
      this.log.warn(`Couldn't lock (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
      throw new GitLabError('storage', { detail: 'lock' });
    }
  }

  /** Returns undefined if another window took the lock first. */
  private async create(lock: string, number: number): Promise<(() => Promise<void>) | undefined> {
    const path = join(lock, `${number}`);
    const file = await orNothing('EEXIST', () => open(path, 'wx', 0o600));
    if (!file) return undefined;
    // Overwrites the same bytes, which succeeds even on a full disk.
    const write = (text: string) => file.write(text.padEnd(released.length), 0);
    try {
      await write('0');
      const numbers = await numbersIn(lock);
      // Other windows took and released the lock since this window looked at it, and deleted the file of this number.
      if (Math.max(...numbers) !== number) {
        await file.close();
        return undefined;
      }
      // One that can't be deleted does no harm.
      for (const older of numbers) if (older < number) await rm(join(lock, `${older}`)).catch(() => undefined);
    } catch (error) {
      await file.close();
      throw error;
    }
    let beats = 0;
    let beating: Promise<unknown> = Promise.resolve();
    const beat = () => {
      beats += 1;
      const text = `${beats}`;
      // One after the other. A late one would mark the released lock as held.
      beating = beating.then(() => write(text)).catch(() => undefined);
      timer = this.clock.after(timeToBeat, beat);
    };
    let timer = this.clock.after(timeToBeat, beat);
    return async () => {
      timer.dispose();
      await beating;
      // If the file can't be written, the lock is abandoned, and another window takes it later.
      await write(released).catch(() => undefined);
      await file.close().catch(() => undefined);
    };
  }
}

/** Any longer number is the name of another file. No lock gets that far. */
const numberForm = /^\d{1,12}$/;

/** 0 if there is none. */
async function highestIn(lock: string): Promise<number> {
  return Math.max(0, ...(await numbersIn(lock)));
}

async function numbersIn(lock: string): Promise<readonly number[]> {
  return (await readdir(lock)).filter((name) => numberForm.test(name)).map(Number);
}

/** Undefined if another window has just deleted the file. */
async function contentOf(path: string): Promise<string | undefined> {
  return (await orNothing('ENOENT', () => readFile(path, 'utf8')))?.trim();
}
