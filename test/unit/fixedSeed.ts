import fc from 'fast-check';
import { seed } from './testRuns.ts';

/*
 * Property tests generate the same cases in every run, so that a merge doesn't depend on luck. A nightly run generates
 * other cases. Its output starts with the seed, and fast-check prints the seed of a failure.
 */
fc.configureGlobal({ seed });
