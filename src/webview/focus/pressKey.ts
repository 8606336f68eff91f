import type { PageCommand, PageKey } from '../../model/page/pageMessages.ts';
import type { PageBox, PageState } from '../../model/page/pageState.ts';
import { goToComment } from './goToComment.ts';
import type { PageTools } from '../pageContext.ts';

/** Does on the page what the user pressed a key of VS Code for. */
export function pressKey(key: Exclude<PageKey, PageCommand>, tools: PageTools, state: PageState | undefined): void {
  const { boxes, announcer } = tools;
  switch (key) {
    case 'nextComment':
      goToComment(1, announcer);
      return;
    case 'previousComment':
      goToComment(-1, announcer);
      return;
    case 'comment':
      boxes.setPreview('comment', false);
      // The field is back after the redraw.
      queueMicrotask(() => fieldOf('comment')?.focus());
      return;
    case 'editTitle': {
      const field = fieldOf('title');
      if (field) field.focus();
      else if (state?.rights.edit === true && !state.isGone) boxes.open('title', state.issue.title);
    }
  }
}

function fieldOf(box: PageBox): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-box="${box}"]`);
}
