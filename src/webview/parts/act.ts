import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { PageAct } from '../../model/page/pageMessages.ts';
import { useTools } from '../pageContext.ts';

/** Sends what a click does; what failed is said. The second is whether it is on its way. */
export function useAct(): readonly [(act: PageAct, done?: string) => Promise<boolean>, boolean] {
  const { link, announcer } = useTools();
  const [isBusy, setBusy] = useState(false);
  // The second click of two comes before anything is drawn anew.
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
