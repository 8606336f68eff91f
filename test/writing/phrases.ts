/** Wording to avoid in UI text, comments, and documents, with a replacement. */
export interface Phrase {
  readonly pattern: RegExp;
  readonly instead: string;
}

/**
 * Follows the Microsoft Writing Style Guide and the strings of VS Code itself.
 * https://learn.microsoft.com/style-guide/welcome/
 */
export const phrases: readonly Phrase[] = [
  { pattern: /\b(some|any)body\b/i, instead: 'name the actor (user, window, server), or write someone or anyone' },
  { pattern: /\bnobody\b/i, instead: 'no one, or name the actor' },
  { pattern: /\beverybody\b/i, instead: 'everyone' },
  { pattern: /\bwhom\b/i, instead: 'who' },
  { pattern: /\bwhoever\b/i, instead: 'name the actor' },
  { pattern: /\b(is|are|was|were) gone\b/i, instead: 'no longer exists, was deleted, or was closed' },
  { pattern: /\bnot there any ?more\b/i, instead: 'no longer exists' },
  { pattern: /\b(any more|anymore)\b/i, instead: 'no longer' },
  { pattern: /\bmeanwhile\b/i, instead: 'since you opened it, or in the meantime' },
  { pattern: /\blooks? whether\b/i, instead: 'check whether' },
  { pattern: /\b(throws?|throwing|thrown|threw) away\b/i, instead: 'discard' },
  { pattern: /\b(does|do|did) not take\b/i, instead: 'does not accept, does not support, or did not apply' },
  { pattern: /\bwhat there is\b|\bhow things are\b/i, instead: 'name what is there' },
  { pattern: /\b(is|are|was|were|be|been) told\b/i, instead: 'is notified, or is asked' },
  { pattern: /\b(speak|speaks|spoke|spoken) (to|for)\b/i, instead: 'acts as, or connects to' },
  { pattern: /\b(names|holds|knows|takes|says) no\b/i, instead: 'has no, or does not contain' },
  { pattern: /\bthis is no\b/i, instead: "isn't a valid" },
  {
    pattern:
      /\b(server|servers|gitlab|token|tokens|git|proxy|vs code|instance|system) (tells?|says?|said|told|knows?|knew|wants?|speaks?|asks?|vouches)\b/i,
    instead: 'returns, reports, requires, supports, or acts as',
  },
  { pattern: /\bvouch(es|ed)?\b/i, instead: 'is self-signed, or is trusted' },
  { pattern: /\bgo(es)? on\b(?! to)/i, instead: 'continue' },
  { pattern: /\b(shall|must) not go\b/i, instead: "isn't sent" },
  { pattern: /\bfor good\b/i, instead: 'permanently' },
  { pattern: /\bby itself\b/i, instead: 'automatically' },
  { pattern: /\bpictures? (of|in|from) (the|a|an) (issue|comment|note|description)/i, instead: 'image' },
  { pattern: /\bsub-(path|group|project)s?\b/i, instead: 'subpath, subgroup, or subproject' },
  { pattern: /\buser names?\b/i, instead: 'username' },
  { pattern: /\bkinds? of token\b|\btoken kinds?\b/i, instead: 'token type' },
  { pattern: /\bcancelled\b/i, instead: 'canceled' },
  {
    pattern:
      /colour|behaviour|licence|neighbour|\b(synchron|organ|recogn|sanit|normal|serial|minim)is(e|ed|er|es|ing|ation)\b/i,
    instead: 'US spelling',
  },
  { pattern: /\b(wrong|right) away\b|\bat once, too\b/i, instead: 'immediately' },
  { pattern: /\bby hand\b/i, instead: 'manually' },
  { pattern: /\blearn(s|t|ed)? (of|that|what|whether|who)\b/i, instead: 'reads, receives, or updates' },
  { pattern: /\w\.\.\.(?=\s|$)/, instead: '…' },
  { pattern: /\w\.\.\.(?=\s|$)/, instead: '…' },
];
