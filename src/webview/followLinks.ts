import { safeLink } from '../model/text/safeLink.ts';
import type { HostLink } from './hostLink.ts';
import { focusOn } from './focus/reachedStop.ts';
import { drawNote } from './drawing/turns.ts';

/**
 * Sends every link that the user opens, by mouse, middle button, or keyboard, to the extension, which checks it again.
 * Stops the event, because VS Code would also open the link.
 */
export function followLinks(link: HostLink): void {
  const follow = (event: MouseEvent) => {
    const anchor = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const href = anchor?.getAttribute('href');
    if (href === null || href === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'auxclick' && event.button !== 1) return;
    if (href.startsWith('#')) {
      goTo(href.slice(1));
      return;
    }
    const url = safeLink(href);
    if (url !== undefined) link.post({ type: 'open', url });
  };
  window.addEventListener('click', follow, { capture: true });
  window.addEventListener('auxclick', follow, { capture: true });
}

/** Scrolls to an element of the page and focuses it. Draws a comment that isn't drawn yet. */
export function goTo(id: string): void {
  const note = /^note_(\d+)$/.exec(id)?.[1];
  if (note !== undefined) drawNote(Number(note));
  const target = document.getElementById(id);
  if (target) focusOn(target);
}
