import { share, seed } from '../../testRuns.ts';
import { faultCases, runFaultCase } from './outboxFaults.ts';

/** `npm run test:nightly` runs all of them. */
const few = 120;

describe(`The outbox loses nothing, sends nothing twice, and hides nothing (seed ${seed})`, () => {
  for (const each of share(faultCases, few)) it(each.name, () => runFaultCase(each));
});
