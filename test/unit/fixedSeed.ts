import fc from 'fast-check';

/*
 * Properties deal the same cases in every run, so that what lands does not depend on luck; `SEED=n mocha` deals others, and a
 * run at night should. fast-check prints the seed of what fails.
 */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20261122) });
