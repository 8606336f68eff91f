import { TokenSearch } from '../host/tokenSearch.ts';

/** The token search for all output of the windows and VS Code servers in this test run. */
export const sharedSearch = new TokenSearch();
