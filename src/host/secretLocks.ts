import type { SecretStorage } from 'vscode';
import type { Clock } from '../model/time/clock.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Log, WindowLocks } from '../model/ports.ts';
import { withinTime } from '../model/time/withinTime.ts';

const prefix = 'gitlabIssues.claim:';
/**
 * The maximum time between checking for a claim and writing this window's own claim. Longer than a round trip to a
 * remote host.
 */
const timeToClaim = 1_000;
/** After {@link timeToClaim}, a claim reaches the other windows in less than half of the remaining time. */
const timeToSettle = 3_000;
/** The time from a claim to the last moment at which it counts as held. */
const timeToHold = 25_000;
/**
 * The maximum time that work continues after that. A request that isn't repeated waits up to 4 seconds, and times out
 * after 30.
 */
const timeToEnd = 35_000;
/** A claim that didn't change for this time has ended. It's also the longest wait for other windows. */
const timeToGiveUp = timeToHold + timeToEnd;
const timeToLook = 1_000;
/** The keyring might prompt the user to unlock it. */
const timeToAnswer = 30_000;

/**
 * Extends the locks of one machine to all windows of one VS Code, such as a local window, one over SSH, and one in a
 * dev container. Their extension hosts share VS Code's secret storage, but no files.
 *
 * To take a lock, a window looks for a claim, writes its own, waits, and reads it back (Fischer's algorithm). If two
 * windows write, the last one wins. A claim is a random ID. It is never renewed, because a write that arrives late could
 * replace the claim of another window. Therefore it can only be held for a limited time, and the claim of a window that
 * crashed ends a minute after another window first sees it. That window counts its own pauses, as in `FileLocks`.
 *
 * VS Code's desktop app guarantees the following (`platform/secrets`, `platform/storage`, and `base/parts/storage` in
 * its source). Each window has a copy of the secrets, and reads what it wrote. It sends its changes in
 * order to the main process, which sends the last value of each to all windows. So all copies become the same, and a window that
 * sees that a claim was deleted also sees the token that was stored before.
 *
 * VS Code doesn't guarantee a maximum delay for this. It waits 100 ms in the window and 100 ms in the main process, and
 * starts again with each change. A secret can't be compared and replaced in one step. Without a keyring, each window has its
 * own secrets. A browser tab reads the secrets only when it loads. Windows on two computers share none. In these cases a
 * claim can fail to exclude another window, and only the server's check of the token remains.
 */
export class SecretLocks implements WindowLocks {
  constructor(
    private readonly secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>,
    private readonly machine: WindowLocks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async hold<T>(name: string, work: (isHeld: () => Promise<boolean>) => Promise<T>): Promise<T> {
    const key = prefix + name;
    return this.machine.hold(name, async (isHeldHere) => {
      const { claim, end } = await this.take(key);
      const isHeld = async () => (await this.read(key)) === claim && (await isHeldHere()) && this.clock.elapsed() < end;
      try {
        return await work(isHeld);
      } finally {
        await this.release(key, claim);
      }
    });
  }

  private async take(key: string): Promise<{ readonly claim: string; readonly end: number }> {
    let waited = 0;
    const pause = async (ms: number) => {
      await new Promise<void>((resolve) => this.clock.after(ms, resolve));
      waited += ms;
    };
    let seen: { readonly claim?: string | undefined; readonly at: number } = { at: 0 };
    while (waited <= timeToGiveUp) {
      const start = this.clock.elapsed();
      const found = await this.read(key);
      if (found !== seen.claim) seen = { claim: found, at: waited };
      if (found === undefined || waited - seen.at >= timeToGiveUp) {
        const claim = crypto.randomUUID();
        await this.answer(this.secrets.store(key, claim));
        if (this.clock.elapsed() - start <= timeToClaim) {
          await pause(timeToSettle);
          if ((await this.read(key)) === claim) return { claim, end: start + timeToHold };
        } else {
          // This might have replaced the claim of a window that still works. Waits for its end, and starts again.
          await pause(timeToEnd);
          await this.release(key, claim);
        }
      } else await pause(timeToLook);
    }
    throw new GitLabError('storage', { detail: 'otherWindow' });
  }

  /** Never rejects. If the claim can't be deleted, other windows ignore it after a minute. */
  private async release(key: string, claim: string): Promise<void> {
    try {
      if ((await this.read(key)) === claim) await this.answer(this.secrets.delete(key));
    } catch {
      // The log contains the failure.
    }
  }

  private read(key: string): Promise<string | undefined> {
    return this.answer(this.secrets.get(key));
  }

  private async answer<T>(call: PromiseLike<T>): Promise<T> {
    try {
      return await withinTime(call, timeToAnswer, this.clock);
    } catch {
      this.log.warn("Couldn't lock in VS Code's secret storage.");
      throw new GitLabError('storage', { detail: 'claim' });
    }
  }
}
