import fc from 'fast-check';

/*
 * Property tests generate the same cases in every run, so that a merge doesn't depend on luck. `SEED=n mocha`
 * generates other cases, as a nightly run should. fast-check prints the seed of a failure.
 */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20261122) });
