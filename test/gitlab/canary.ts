/** Part of every token that the stand-in issues, so that a search finds leaked tokens (row A04). */
export const canary = 'CANARY';
