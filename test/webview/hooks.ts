import { closeBrowser } from '../e2e/sharedBrowser.ts';

export const mochaHooks = {
  afterAll: closeBrowser,
};
