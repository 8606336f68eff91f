import type { Random } from './random.ts';

/** Invented text for the demo group: titles are put together from parts, descriptions are small Markdown documents. */

const areas = [
  'checkout',
  'the search page',
  'the basket',
  'product images',
  'the order history',
  'push notifications',
  'the login form',
  'the address book',
  'rate limiting',
  'the CSV import',
  'the settings dialog',
  'dark mode',
  'the health endpoint',
  'gift cards',
  'the audit log',
  'image uploads',
];
const faults = [
  'Crash in {a} after the session expires',
  '{A} is slow with more than 500 entries',
  'Wrong total in {a} when a voucher is used twice',
  'Screen reader does not announce changes in {a}',
  'Layout of {a} breaks below 360 px',
  'Error 500 from {a} for names with an apostrophe',
  '{A} shows yesterday’s data until reloaded',
  'Memory grows while {a} stays open',
  'Focus is lost when {a} closes',
  'Flaky test around {a} on Fridays',
];
const wishes = [
  'Add keyboard shortcuts to {a}',
  'Let people undo in {a}',
  'Translate {a} into Portuguese and Czech',
  'Remember the last filter of {a}',
  'Show progress in {a} for long operations',
  'Document how {a} is configured',
  'Move {a} to the new design tokens',
  'Measure how often {a} is used',
  'Split {a} into smaller modules',
  'Offer an export of {a} as CSV',
  'Replace polling by server-sent events in {a}',
  'Write an end-to-end test for {a}',
];

export interface IssueText {
  readonly title: string;
  readonly bug: boolean;
}

export function issueTitle(random: Random): IssueText {
  const bug = random.chance(0.45);
  const area = random.pick(areas);
  const capital = area.replace(/^the /, 'The ').replace(/^./, (char) => char.toUpperCase());
  const pattern = random.pick(bug ? faults : wishes);
  return { title: pattern.replace('{a}', area).replace('{A}', capital), bug };
}

const intros = [
  'Reported by two customers this week, and I can reproduce it every time.',
  'Came up in the design review. Small change, but people ask for it a lot.',
  'We keep stumbling over this, so let us write down what we know.',
  'Found while working on something else; not urgent, but annoying.',
];
const snippets = [
  '```ts\nconst total = items.reduce((sum, item) => sum + item.price * item.count, 0);\n// voucher is applied twice: once here …\nreturn applyVoucher(applyVoucher(total));\n```',
  "```\nTypeError: Cannot read properties of undefined (reading 'id')\n    at Basket.render (basket.ts:118:24)\n    at Object.update (store.ts:42:11)\n```",
  '```sql\nSELECT id, status FROM orders\nWHERE customer_id = $1\nORDER BY created_at DESC\nLIMIT 50; -- no index\n```',
  '```sh\ncurl -sS https://shop.example.com/api/health | jq .status\n```',
];
const tasks = [
  '- [x] Agree on the behaviour\n- [ ] Write the failing test\n- [ ] Fix it\n- [ ] Tell support',
  '- [x] Sketch\n- [x] Review with design\n- [ ] Build\n  - [ ] Desktop\n  - [ ] Phone',
  '1. [ ] Reproduce on staging\n2. [ ] Bisect\n3. [ ] Patch release',
];
const tables = [
  '| Browser | Version | Broken |\n| --- | ---: | :---: |\n| Firefox | 128 | yes |\n| Chrome | 126 | no |\n| Safari | 17.5 | yes |',
  '| Entries | Before | After |\n| ---: | ---: | ---: |\n| 100 | 80 ms | 75 ms |\n| 1,000 | 1.9 s | 140 ms |\n| 10,000 | *timeout* | 1.1 s |',
];

/** A description with a choice of what Markdown offers; null and empty ones occur, as in life. */
export function issueDescription(
  random: Random,
  bug: boolean,
  mention: string,
  image: string | undefined,
): string | null {
  if (random.chance(0.06)) return null;
  if (random.chance(0.04)) return '';
  const parts = [random.pick(intros)];
  if (bug)
    parts.push(
      '## Steps\n\n1. Sign in\n2. Put **three** articles into the basket\n3. Press *Back*\n\n## Expected\n\nThe basket keeps its articles.',
    );
  if (random.chance(0.4)) parts.push(random.pick(snippets));
  if (random.chance(0.45)) parts.push(`### To do\n\n${random.pick(tasks)}`);
  if (random.chance(0.25)) parts.push(random.pick(tables));
  if (image !== undefined) parts.push(`![Screenshot](${image})`);
  if (random.chance(0.3))
    parts.push(`@${mention} could you have a look? Related to #${random.int(1, 20)} and !${random.int(1, 40)}.`);
  if (random.chance(0.15)) parts.push('> Thanks for the quick answer :tada:\n>\n> — a customer');
  return parts.join('\n\n');
}

const comments = [
  'I can confirm this on the staging system.',
  'Good idea. I would start with the smaller half.',
  'Done in `main`, will be in the next release. :rocket:',
  'Could you add the log, please?\n\n```\nlevel=warn msg="slow query" ms=2140\n```',
  'The numbers after the change:\n\n| | p50 | p95 |\n| --- | --- | --- |\n| before | 210 ms | 1.9 s |\n| after | 90 ms | 240 ms |',
  'I am not sure this is worth it. What do we gain?',
  '- [x] checked on Linux\n- [ ] checked on Windows',
  'Duplicate of what we discussed in the planning, but this one has the better description.',
];
const answers = ['Agreed.', 'Yes, tomorrow.', 'I will take that part. :+1:', 'No, that is a different problem.'];
const systemNotes = [
  'changed the description',
  'assigned to @{m}',
  'changed due date to June 12, 2026',
  'changed title from **{-Basket-}** to **{+The basket+}**',
  'mentioned in merge request !12',
  'marked the checklist item **Sketch** as completed',
];

export function comment(random: Random): string {
  return random.pick(comments);
}

export function answer(random: Random): string {
  return random.pick(answers);
}

export function systemNote(random: Random, mention: string): string {
  return random.pick(systemNotes).replace('{m}', mention);
}
