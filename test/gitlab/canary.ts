/** Part of the text of every token that the stand-in gives, so that one that leaked is found wherever it is (row A04). */
export const canary = 'CANARY';
