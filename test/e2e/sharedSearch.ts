import { TokenSearch } from '../host/tokenSearch.ts';

/** The search through everything that the windows of this test run and their VS Codes write. */
export const sharedSearch = new TokenSearch();
