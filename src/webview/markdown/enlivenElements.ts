import * as l10n from '@vscode/l10n';
import type { Steps } from '../drawing/slices.ts';
import { createAttachment } from './attachments.ts';
import { createCopyButton } from './copyButtons.ts';
import { divideCode } from './divideCode.ts';
import { noteCode } from './drawCode.ts';
import { noteDiagram, noteFormula } from './drawLater.ts';
import { enlivenJsonTable } from './jsonTables.ts';
import { markAttribute, type Mark, type Marks } from './marks.ts';
import type { MarkdownContext } from './markdownContext.ts';
import { createPicture } from './pictures.ts';
import { noteReference } from './references/references.ts';
import { noteWhole } from './renderedTree.ts';
import { createTaskBox } from './tasks.ts';

const alertIcons: Readonly<Record<string, string>> = {
  note: 'info',
  tip: 'lightbulb',
  important: 'report',
  caution: 'error',
  warning: 'warning',
};

/** Turns the marked elements of a clean text into our own. Sets classes and properties, and never parses HTML. */
export function* enlivenElements(root: HTMLElement, context: MarkdownContext, marks: Marks): Steps {
  for (const element of root.querySelectorAll<HTMLElement>(`[${markAttribute}]`)) {
    const mark = marks.find(element.getAttribute(markAttribute) ?? '');
    element.removeAttribute(markAttribute);
    if (mark) enliven(element, mark, context);
    yield;
  }
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    if (link.title === '' && !isInText(link)) link.title = link.href;
    yield;
  }
  for (const table of root.querySelectorAll('table')) {
    const wrapper = document.createElement('div');
    wrapper.className = 'md-table';
    table.replaceWith(wrapper);
    wrapper.append(table);
    yield;
  }
  for (const code of root.querySelectorAll<HTMLElement>('pre > code')) {
    divideCode(code);
    yield;
  }
  for (const element of root.querySelectorAll('.md-table, pre')) scrolling.observe(element);
}

/** Lets keyboard users focus elements that scroll horizontally. */
const scrolling = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!(target instanceof HTMLElement)) continue;
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});

function enliven(element: HTMLElement, mark: Mark, context: MarkdownContext): void {
  switch (mark.kind) {
    case 'class':
      element.classList.add(mark.name);
      return;
    case 'alert':
      enlivenAlert(element, mark.type);
      return;
    case 'task':
      enlivenTask(element, createTaskBox(mark));
      return;
    case 'picture':
      element.replaceWith(whole(createPicture(mark), mark));
      return;
    case 'attachment':
      element.replaceWith(whole(createAttachment(mark.url, mark.name, [...element.childNodes]), mark));
      return;
    case 'reference':
      noteReference(whole(element, mark), mark.reference, mark.ownText);
      return;
    case 'anchor':
      if (mark.id !== undefined) element.id = `${context.idPrefix}-${mark.id}`;
      if (mark.target !== undefined) element.setAttribute('href', `#${context.idPrefix}-${mark.target}`);
      if (mark.isBack === true) element.setAttribute('aria-label', l10n.t('Back to reference'));
      return;
    case 'color':
      whole(element, mark).className = 'md-color';
      element.style.backgroundColor = mark.value;
      return;
    case 'code': {
      const block = whole(wrapped(element), mark);
      block.className = 'md-code-block';
      block.append(createCopyButton(element));
      element.classList.add('md-code');
      if (mark.language !== '') noteCode(element, mark.language);
      return;
    }
    case 'formula':
      noteFormula(whole(element, mark), mark);
      return;
    case 'diagram':
      noteDiagram(whole(wrapped(element), mark), mark.source);
      return;
    case 'jsonTable':
      whole(enlivenJsonTable(element, mark), mark);
  }
}

function whole<T extends Element>(element: T, mark: Mark): T {
  noteWhole(element, mark);
  return element;
}

function enlivenAlert(element: HTMLElement, type: string): void {
  element.className = `md-alert md-alert-${type}`;
  element.setAttribute('role', 'note');
  const icon = document.createElement('span');
  icon.className = `codicon codicon-${alertIcons[type] ?? 'info'}`;
  icon.setAttribute('aria-hidden', 'true');
  element.firstElementChild?.prepend(icon);
}

function enlivenTask(element: HTMLElement, box: HTMLInputElement): void {
  let words = '';
  for (let node = element.nextSibling; node && !isList(node); node = node.nextSibling) words += node.textContent ?? '';
  box.setAttribute('aria-label', words.trim() === '' ? l10n.t('Task') : words.trim().slice(0, 200));
  element.replaceWith(box);
}

function isList(node: Node): boolean {
  return node instanceof Element && node.matches('ul, ol, p, pre, blockquote, div, table, details');
}

/** Wraps a block of code, for parts that a `pre` can't contain: a drawn diagram, or a button that doesn't scroll. */
function wrapped(element: HTMLElement): HTMLElement {
  const wrapper = document.createElement('div');
  element.replaceWith(wrapper);
  wrapper.append(element);
  return wrapper;
}

/** Whether the text already shows the link's target. If not, the link gets a tooltip. */
function isInText(link: HTMLAnchorElement): boolean {
  const href = link.getAttribute('href') ?? '';
  return href.startsWith('#') || link.textContent === href || `${link.textContent}/` === href;
}
