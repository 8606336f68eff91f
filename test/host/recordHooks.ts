import type { RootHookObject } from 'mocha';
import { recordTest } from './testRecord.ts';

let started = 0;

/** Records each test that Mocha runs. */
export const mochaHooks: RootHookObject = {
  beforeEach() {
    started = performance.now();
  },

  afterEach(this: Mocha.Context) {
    const test = this.currentTest;
    if (!test) return;
    const seconds = (performance.now() - started) / 1000;
    recordTest({ title: test.fullTitle(), passed: test.state === 'passed', seconds });
  },
};
