import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import type { PageState } from '../model/page/pageState.ts';
import { Announcer } from './announcer.ts';
import { Avatars } from './avatars.ts';
import { followLinks, goTo } from './followLinks.ts';
import { BoxSizes } from './boxSizes.ts';
import { FocusReturn } from './focus/focusReturn.ts';
import { readGiven, savedState } from './given.ts';
import { HostLink } from './hostLink.ts';
import { keepChords } from './focus/keepChords.ts';
import { cursorNow, restoreCursor } from './focus/keptCursor.ts';
import { MarkdownTexts } from './markdownTexts.ts';
import { newsOf } from './newsOf.ts';
import { PageDrafts } from './pageDrafts.ts';
import { pressKey } from './focus/pressKey.ts';
import { watchScrolling } from './focus/reachedStop.ts';
import { Page } from './parts/page.tsx';
import { shareUnchanged } from './shareUnchanged.ts';
import { shortNames } from './shortNames.ts';
import { whenIdle } from './drawing/slices.ts';
import { isAnyWaiting } from './drawing/turns.ts';
import { Uploads } from './uploads.ts';

/* Starts the issue page. Draws the data in the HTML, then updates from the extension, and saves what the user types. */

const given = readGiven();
l10n.config({ contents: { ...given.texts } });
const api = acquireVsCodeApi();
const kept = savedState(api, given);
const root = document.getElementById('page') ?? document.body;

const focusReturn = new FocusReturn();
const announcer = new Announcer();
const link = new HostLink(api, {
  show: take,
  respond: (ticket) => void respond(ticket),
  failed: (message) => {
    announcer.sayProblem(message);
  },
  missing: (message) => {
    missing = message;
    draw();
  },
  goTo: (note) => {
    scrollBack = undefined;
    goTo(`note_${note}`);
  },
  press: (key) => {
    pressKey(key, tools, shown);
  },
  uploaded: (answer) => {
    tools.uploads.take(answer);
  },
});
// The HTML may be older than the saved state, because VS Code loads the same HTML when a hidden page shows again.
const known = kept['boxes'] === undefined ? given.state : undefined;
const boxes = new PageDrafts(link, kept['boxes'], known ?? { drafts: {} }, () => {
  keep();
});
const tools = {
  link,
  boxes,
  sizes: new BoxSizes(link, given.state?.boxHeights, kept['heights'], () => {
    keep();
  }),
  announcer,
  uploads: new Uploads(link, boxes, announcer),
  texts: new MarkdownTexts(link, announcer),
  avatars: new Avatars(link),
  language: given.language,
};
let shown = shortNames(given.state);
/** Whether the page shows only the start of a name. */
let isShort = shown !== given.state;
/** The reason why there is no issue to show. */
let missing: string | undefined;
/** The saved scroll position, until the page has drawn the discussion again. */
let scrollBack = typeof kept['scroll'] === 'number' ? kept['scroll'] : undefined;
let waiting: number | undefined;
/** Where the user last typed, until they type or click elsewhere. */
let cursor = kept['cursor'];

followLinks(link);
watchScrolling();
keepChords();
// Some parts are drawn later.
whenIdle(() => {
  focusReturn.restore();
  restoreScroll();
});
root.replaceChildren();
draw();
restoreScroll();
restoreCursor(kept['cursor']);
keep();

document.addEventListener('visibilitychange', leave);
window.addEventListener('pagehide', leave);
window.addEventListener('blur', leave);
for (const type of ['wheel', 'keydown', 'pointerdown']) {
  window.addEventListener(type, () => (scrollBack = cursor = undefined), { passive: true });
}
window.addEventListener('scroll', () => {
  waiting ??= window.setTimeout(() => {
    waiting = undefined;
    keep();
  }, 200);
});
link.post({ type: 'ready' });

function take(state: PageState): void {
  const before = shown;
  const short = shortNames(state);
  isShort = short !== state;
  shown = shareUnchanged(before, short);
  if (boxes.takeDrafts(state.drafts, state.sending)) tools.uploads.begin(state.uploading ?? []);
  draw();
  focusReturn.restore();
  restoreScroll();
  const news = newsOf(before, shown);
  if (news !== undefined) announcer.say(news);
}

/** Responds at once, and again after the page has rendered and laid out all texts, which a hidden page wouldn't do. */
async function respond(ticket: number): Promise<void> {
  link.post({ type: 'responding' });
  await tools.texts.rendered();
  document.body.getBoundingClientRect();
  link.post({ type: 'drawn', ticket });
}

function draw(): void {
  render(<Page tools={tools} state={shown} isShort={isShort} missing={missing} />, root);
}

function restoreScroll(): void {
  if (scrollBack === undefined) return;
  window.scrollTo(0, scrollBack);
  if (shown?.discussions && !isAnyWaiting()) scrollBack = undefined;
}

function keep(): void {
  api.setState({
    ...given.kept,
    boxes: boxes.all,
    heights: tools.sizes.all,
    scroll: scrollBack ?? window.scrollY,
    cursor: cursorNow() ?? cursor,
  });
}

function leave(): void {
  boxes.flush();
  keep();
}
