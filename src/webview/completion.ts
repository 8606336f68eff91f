import '@github/text-expander-element';
import type { Completion } from '../model/page/pageMessages.ts';
import type { HostLink } from './hostLink.ts';
import { emojiFor } from './emojiFor.ts';
import { emojiOf } from './markdown/emojiOf.ts';
import { textColorOn } from './markdown/textColorOn.ts';
import { typeText } from './typedText.ts';

type Sign = '/' | '@' | '#' | '~' | '%' | ':';
/** The event of the element: https://github.com/github/text-expander-element */
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
/** Signs for names with several words. A list that continues after a space ends at a dot, which milestones have. */
export const wordySigns = '# ~';
const most = 12;
let lists = 0;

/** Completes the text after a sign in a text area, within a `text-expander` element. The returned function removes it. */
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
    // A selection before the response arrives replaces everything typed by then.
    typed = text;
    detail.provide(
      find(field, key, text, link).then((found) => {
        // An earlier response no longer applies, even an empty one.
        if (number !== asked) return new Promise<never>(() => undefined);
        items = found;
        return found.length === 0 ? { matched: false } : { matched: true, fragment: listOf(found, label) };
      }),
    );
  };
  const onValue = (event: Event) => {
    const { key, item } = (event as CustomEvent<Value>).detail;
    // The element would replace the whole value, which can't be undone.
    event.preventDefault();
    const chosen = items[Number(item.dataset['at'])];
    const end = field.selectionEnd;
    (expander as HTMLElement & { dismiss(): void }).dismiss();
    if (chosen) typeText(field, `${chosen.insert} `, end - typed.length - key.length, end);
  };
  const onActivate = () => {
    queueMicrotask(() => {
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
    return emojiFor(words, most).map((name) => ({ insert: `:${name}:`, label: emojiOf(name) ?? '', detail: name }));
  }
  const before = field.value.slice(0, field.selectionEnd - words.length - key.length);
  // A quick action is at the beginning of its line, and a heading is not an issue.
  if (key === '/' && !/(?:^|\n)[ \t]*$/.test(before)) return [];
  if (words.startsWith(' ') || words.length > 100) return [];
  return (await link.complete(key, words)).slice(0, most);
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

/** The list opens at the cursor, which may be at the window's edge. */
function keepInside(list: HTMLElement | null): void {
  if (!list) return;
  const { right, bottom, height } = list.getBoundingClientRect();
  const over = right - document.documentElement.clientWidth + 8;
  const [left, top] = [list.offsetLeft, list.offsetTop];
  if (over > 0) list.style.left = `${left - over}px`;
  if (bottom > window.innerHeight && top - height - 24 > -list.getBoundingClientRect().top) {
    list.style.top = `${top - height - 24}px`;
  }
}
