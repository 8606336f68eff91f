import type { Issue } from '../../model/issue.ts';
import type { Drafts } from './drafts.ts';

/** The unsent text in the input box of a command. The drafts of the command's first issue store it. */
export interface PaletteDraft {
  /** The text when the box opens. Undefined if there is none. */
  readonly text: string | undefined;
  /** Saves what the user typed. Empty text removes the draft. */
  readonly keep: (typed: string) => void;
}

/**
 * Reads the draft of a command for some issues. A command has one draft for each set of issues. Undefined if there are
 * no issues. `account` is that of the first issue.
 */
export async function readPaletteDraft(
  drafts: Drafts,
  { command, account }: { readonly command: string; readonly account: string },
  [first, ...others]: readonly Pick<Issue, 'id' | 'iid' | 'projectId'>[],
): Promise<PaletteDraft | undefined> {
  if (!first) return undefined;
  const place = { account, projectId: first.projectId, iid: first.iid };
  const box = ['palette', command, ...others.map(({ id }) => id)].join(':');
  let draft = (await drafts.read(place))[box];
  return {
    text: draft?.text === '' ? undefined : draft?.text,
    keep: (typed) => {
      const unsent = typed.trim() === '' ? '' : typed;
      if (unsent === (draft?.text ?? '')) return;
      draft = unsent === '' ? drafts.clear(place, box, draft) : drafts.put(place, box, { text: unsent });
    },
  };
}
