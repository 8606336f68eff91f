import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { PageAct } from '../../model/page/pageMessages.ts';
import { useTools } from '../pageContext.ts';

/** Returns a function that sends an action and announces a failure, and whether an action is in progress. */
export function useAct(): readonly [(act: PageAct, done?: string) => Promise<boolean>, boolean] {
  const { link, announcer } = useTools();
  const [isBusy, setBusy] = useState(false);
  // A double-click's second click arrives before the redraw disables the button.
  const isUnderWay = useRef(false);
  const run = async (act: PageAct, done?: string): Promise<boolean> => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setBusy(true);
    const outcome = await link.send(act);
    isUnderWay.current = false;
    setBusy(false);
    if (outcome.how === 'done') {
      if (done !== undefined) announcer.say(done);
      return true;
    }
    announcer.sayProblem(
      'message' in outcome
        ? outcome.message
        : l10n.t('Someone else changed this since you opened it. Refresh and try again.'),
    );
    return false;
  };
  return [run, isBusy];
}
