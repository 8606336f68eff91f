import type { InstanceUrl } from '../address/instanceUrl.ts';

/** What solves the problem of a step. */
export type StepAction =
  | {
      /** `signIn`: with a new token. `upgrade`: from a read-only token to one that can write. */
      readonly kind: 'signIn' | 'upgrade';
      readonly instance: InstanceUrl;
    }
  | {
      /** `trust`: the workspace. `chooseSource`: another project for a folder. */
      readonly kind: 'renew' | 'trust' | 'chooseSource';
    }
  | { readonly kind: 'setting'; readonly name: string }
  | { readonly kind: 'open'; readonly url: string };
