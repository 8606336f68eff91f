import * as v from 'valibot';
import type { Memory } from '../host/memory.ts';
import { type ContextKey, contextKeys } from '../manifest.ts';
import type { AccountKind } from '../model/account.ts';
import type { Disposable } from '../model/event.ts';
import { type InstanceUrl, parseInstanceUrl } from '../model/address/instanceUrl.ts';
import type { TokenOwner } from '../model/address/tokenPage.ts';
import type { AccountStore } from './accountStore.ts';

const memoryKey = 'walkthrough';

const remembered = v.object({
  instance: v.exactOptional(
    v.pipe(
      v.string(),
      v.check((text) => parseInstanceUrl(text) === text),
      v.transform((text) => text as InstanceUrl),
    ),
  ),
  kind: v.exactOptional(v.picklist(['personal', 'project', 'group'])),
  path: v.exactOptional(v.string()),
});
type Remembered = v.InferOutput<typeof remembered>;

/**
 * The user's choices in the walkthrough: the instance, the token type, and the project or group. Later steps use them,
 * even after a reload. Sets the context keys that complete the walkthrough's steps.
 */
export class WalkthroughChoices implements Disposable {
  private chosen: Remembered;
  private readonly subscription: Disposable;

  constructor(
    private readonly memory: Pick<Memory, 'read' | 'write'>,
    private readonly accounts: Pick<AccountStore, 'accounts' | 'load' | 'onDidChange'>,
    private readonly setKey: (key: ContextKey, value: boolean) => void,
  ) {
    const found = v.safeParse(remembered, memory.read(memoryKey));
    this.chosen = found.success ? found.output : {};
    const update = () => {
      this.update();
    };
    this.subscription = accounts.onDidChange(update);
    update();
  }

  get instance(): InstanceUrl | undefined {
    return this.chosen.instance;
  }

  get kind(): AccountKind | undefined {
    return this.chosen.kind;
  }

  /** The selected owner for a token on that instance. The default is a personal token. */
  homeOn(instance: InstanceUrl): TokenOwner {
    const { kind, path } = this.chosen;
    const isChosen = instance === this.instance && kind !== undefined && kind !== 'personal' && path !== undefined;
    return isChosen ? { kind, path } : { kind: 'personal' };
  }

  /** The selected instance until the user signs in there. After that, signing in is for another one. */
  async openInstance(): Promise<InstanceUrl | undefined> {
    const { instance } = this;
    if (!instance) return undefined;
    const known = await this.accounts.load();
    return known.some((account) => account.instance === instance) ? undefined : instance;
  }

  chooseInstance(instance: InstanceUrl): void {
    const { kind } = this.chosen;
    // A project path is only valid on its own instance.
    if (instance !== this.instance) this.keep({ instance, ...(kind ? { kind } : {}) });
  }

  chooseKind(kind: AccountKind): void {
    const { instance } = this.chosen;
    if (kind !== this.kind) this.keep({ ...(instance ? { instance } : {}), kind });
  }

  choosePath(path: string): void {
    this.keep({ ...this.chosen, path });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private keep(chosen: Remembered): void {
    this.chosen = chosen;
    this.memory.write(memoryKey, chosen);
    this.update();
  }

  /** A user with a token counts as having selected an instance and a token type. */
  private update(): void {
    const { instance, kind } = this.chosen;
    const accounts = this.accounts.accounts ?? [];
    const isSignedIn = accounts.length > 0;
    const isStored = instance ? accounts.some((account) => account.instance === instance) : isSignedIn;
    this.setKey(contextKeys.instanceChosen, instance !== undefined || isSignedIn);
    this.setKey(contextKeys.tokenKindChosen, kind !== undefined || isSignedIn);
    this.setKey(contextKeys.tokenStored, isStored);
  }
}
