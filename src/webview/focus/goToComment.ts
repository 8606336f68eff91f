import * as l10n from '@vscode/l10n';
import type { Announcer } from '../announcer.ts';
import { drawPlace } from '../drawing/turns.ts';
import { focusOn, isReached } from './reachedStop.ts';

const later = '.gl-later-comments';
/** Comments, resolved threads that are collapsed, the button that loads more, and what isn't drawn yet. */
const stops = `.gl-note, .gl-fold[aria-expanded="false"], .gl-more:enabled, ${later}`;

/**
 * Goes to the next or the previous comment: from the focused one if it's visible or the user hasn't scrolled since, or
 * else from the top of the visible part of the page.
 */
export function goToComment(step: 1 | -1, announcer: Announcer): void {
  const all = [...document.querySelectorAll<HTMLElement>(stops)];
  const target = drawn(all[nextOf(all, step)], step);
  if (target) focusOn(target);
  else if (all.length === 0) announcer.say(l10n.t('No comments are visible.'));
  else announcer.say(step > 0 ? l10n.t('This is the last comment.') : l10n.t('This is the first comment.'));
}

/** Draws the comments of a placeholder, and returns the first or the last stop in its place. */
function drawn(stop: HTMLElement | undefined, step: 1 | -1): HTMLElement | undefined {
  const place = stop?.matches(later) === true ? stop.parentElement : undefined;
  if (!place) return stop;
  drawPlace(place);
  return drawn([...place.querySelectorAll<HTMLElement>(stops)].at(step > 0 ? 0 : -1), step);
}

function nextOf(all: readonly HTMLElement[], step: 1 | -1): number {
  const focused = all.findLastIndex((stop) => stop.contains(document.activeElement));
  const { top = Infinity, bottom = -Infinity } = all[focused]?.getBoundingClientRect() ?? {};
  if (isReached(all[focused]) || (top < window.innerHeight && bottom > 0)) return focused + step;
  // The comment at the top is below the bar with the title. Its place can differ by a fraction of a pixel.
  const start = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
  const below = (stop: HTMLElement) => stop.getBoundingClientRect().top - start;
  if (step < 0) return all.findLastIndex((stop) => below(stop) < -1);
  const next = all.findIndex((stop) => below(stop) > 1);
  return next < 0 ? all.length : next;
}
