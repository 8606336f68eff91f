import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { PageAct } from '../../model/page/pageMessages.ts';
import { useTools } from '../pageContext.ts';

/** Sends an action. A failure is announced. The second value is whether it is in progress. */
export function useAct(): readonly [(act: PageAct, done?: string) => Promise<boolean>, boolean] {
  const { link, announcer } = useTools();
  const [isBusy, setBusy] = useState(false);
  // The second click of two arrives before anything is redrawn.
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
