import '@github/text-expander-element';
import type { Completion } from '../model/page/pageMessages.ts';
import type { HostLink } from './hostLink.ts';
import { emojiFor } from '../model/text/emojiFor.ts';
import { allEmoji, emojiOf } from '../model/text/emojiOf.ts';
import { withEmoji } from '../model/text/shortcodes.ts';
import { textColorOn } from '../model/text/textColorOn.ts';
import { typeText } from './typedText.ts';

type Sign = '/' | '@' | '#' | '~' | '%' | ':';
/** The detail of the `text-expander-change` event: https://github.com/github/text-expander-element */
interface Change {
  readonly key: Sign;
  readonly text: string;
  provide(result: Promise<{ matched: boolean; fragment?: HTMLElement }>): void;
}
interface Value {
  readonly key: Sign;
  readonly item: HTMLElement;
}

export const completionSigns = '/ @ # ~ % :';
/**
 * Signs before names that can have several words. `%` isn't included, because a list for several words closes at a
 * dot, and milestone names often contain dots.
 */
export const wordySigns = '# ~';
const most = 12;
let lists = 0;

/**
 * Completes the text after a sign in the text area of a `text-expander` element. The returned function turns this
 * off.
 */
export function completeIn(
  expander: HTMLElement,
  field: HTMLTextAreaElement,
  link: HostLink,
  label: string,
): () => void {
  let asked = 0;
  let typed = '';
  let items: readonly Completion[] = [];
  const onChange = (event: Event) => {
    const { detail } = event as CustomEvent<Change>;
    const { key, text } = detail;
    const number = ++asked;
    // If the user selects an item before the next response arrives, it replaces everything typed so far.
    typed = text;
    detail.provide(
      find(field, key, text, link).then((found) => {
        // Ignores the response to an outdated request, even an empty one.
        if (number !== asked) return new Promise<never>(() => undefined);
        items = found;
        return found.length === 0 ? { matched: false } : { matched: true, fragment: listOf(found, label) };
      }),
    );
  };
  const onValue = (event: Event) => {
    const { key, item } = (event as CustomEvent<Value>).detail;
    // The element would set the whole value, and the user couldn't undo that.
    event.preventDefault();
    const chosen = items[Number(item.dataset['at'])];
    const end = field.selectionEnd;
    (expander as HTMLElement & { dismiss(): void }).dismiss();
    if (chosen) typeText(field, `${chosen.insert} `, end - typed.length - key.length, end);
  };
  const onActivate = () => {
    queueMicrotask(() => {
      // A text box of several lines isn't a combo box. As in VS Code's editor, it has only the active option.
      field.removeAttribute('role');
      field.removeAttribute('aria-expanded');
      keepInside(expander.querySelector<HTMLElement>('.gl-completions'));
    });
  };
  expander.addEventListener('text-expander-change', onChange);
  expander.addEventListener('text-expander-value', onValue);
  expander.addEventListener('text-expander-activate', onActivate);
  return () => {
    expander.removeEventListener('text-expander-change', onChange);
    expander.removeEventListener('text-expander-value', onValue);
    expander.removeEventListener('text-expander-activate', onActivate);
  };
}

async function find(
  field: HTMLTextAreaElement,
  key: Sign,
  words: string,
  link: HostLink,
): Promise<readonly Completion[]> {
  if (key === ':') {
    if (words.length < 2) return [];
    return emojiFor(words, allEmoji(), most).map((name) => ({
      insert: `:${name}:`,
      label: emojiOf(name) ?? '',
      detail: name,
    }));
  }
  const before = field.value.slice(0, field.selectionEnd - words.length - key.length);
  // A quick action starts its line. A number sign followed by a space starts a heading, not an issue.
  if (key === '/' && !/(?:^|\n)[ \t]*$/.test(before)) return [];
  if (words.startsWith(' ') || words.length > 100) return [];
  const found = (await link.complete(key, words)).slice(0, most);
  return key === '#' ? found.map((each) => ({ ...each, detail: withEmoji(each.detail ?? '', emojiOf) })) : found;
}

function listOf(items: readonly Completion[], label: string): HTMLElement {
  const list = document.createElement('ul');
  lists += 1;
  list.id = `gl-completions-${lists}`;
  list.className = 'gl-popup gl-completions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', label);
  list.append(
    ...items.map(({ label: name, detail, color }, at) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${at}`;
      option.setAttribute('role', 'option');
      option.dataset['at'] = String(at);
      const [swatch, first, second] = ['gl-swatch', 'gl-completion-name', 'gl-faint'].map((name) => {
        const part = document.createElement('span');
        part.className = name;
        part.dir = 'auto';
        return part;
      });
      if (swatch && color !== undefined && textColorOn(color)) {
        swatch.style.setProperty('--gl-label', color);
        option.append(swatch);
      }
      first?.append(name);
      second?.append(detail ?? '');
      option.append(...[first, second].flatMap((part) => part ?? []));
      return option;
    }),
  );
  return list;
}

/** Moves the list into view if the cursor is near the edge of the window. */
function keepInside(list: HTMLElement | null): void {
  if (!list) return;
  const { left: start, right, bottom, height } = list.getBoundingClientRect();
  const edge = 8;
  const over = Math.min(right - document.documentElement.clientWidth + edge, start - edge);
  const [left, top] = [list.offsetLeft, list.offsetTop];
  if (over > 0) list.style.left = `${left - over}px`;
  if (bottom > window.innerHeight && top - height - 24 > -list.getBoundingClientRect().top) {
    list.style.top = `${top - height - 24}px`;
  }
}
