import * as l10n from '@vscode/l10n';
import { systemClock } from '../model/time/clock.ts';
import { longestRendering, mostReferences } from '../model/limits.ts';
import type { PageAct } from '../model/page/pageMessages.ts';
import type { ResolvedReference } from '../model/gateway/referenceGateway.ts';
import type { Announcer } from './announcer.ts';
import { copyText } from './copyText.ts';
import type { HostLink } from './hostLink.ts';
import { attachmentOf } from './markdown/attachments.ts';
import { changeText } from './markdown/changeText.ts';
import { codeToCopy, showCopied } from './markdown/copyButtons.ts';
import { drawLarge, drawLater } from './markdown/drawLater.ts';
import type { MarkdownContext } from './markdown/markdownContext.ts';
import { pictureOf, picturesIn, showPicture } from './markdown/pictures.ts';
import { referencesIn, showReference } from './markdown/references/references.ts';
import { plainNotice, plainText } from './markdown/plainText.ts';
import { renderMarkdown, type MarkdownSection } from './markdown/renderMarkdown.ts';
import { taskOf } from './markdown/tasks.ts';
import { titleNodes } from './markdown/references/titleNodes.ts';
import { TooComplex } from './markdown/tooComplex.ts';
import { inSteps, soon, whenIdle, type Steps } from './drawing/slices.ts';

/** The text that contains the tasks: a note, or the description if there is no note. */
export type TaskPlace = Pick<PageAct & { kind: 'task' }, 'discussion' | 'note'>;

/** The target of a reference. Null if there is none that the user can see. Undefined if it couldn't be resolved. */
type Answer = ResolvedReference | null | undefined;

/** Renders Markdown in the page, and requests its references and images from the extension. */
export class MarkdownTexts {
  private readonly waiting: (() => void)[] = [];
  /** The diagrams, formulas, and code that are being drawn. */
  private readonly drawing = new Set<Promise<void>>();
  private readonly known = new Map<string, Promise<Answer>>();
  private asked = new Map<string, (answer: Answer) => void>();
  private readonly places = new WeakMap<Element, TaskPlace>();
  /** References and images that the page requested already. It doesn't request them again. */
  private readonly completed = new WeakSet<Element>();
  /** Images on other hosts that the user loaded. The page shows them wherever they appear. */
  private readonly wantedPictures = new Set<string>();

  constructor(
    private readonly link: HostLink,
    private readonly announcer: Announcer,
  ) {
    whenIdle(() => {
      this.askForReferences();
      for (const resolve of this.waiting.splice(0)) resolve();
    });
    document.addEventListener('click', (event) => {
      this.clicked(event);
    });
    document.addEventListener('change', ({ target }) => void this.ticked(target));
    // A theme change changes the class of the body. Diagrams have the theme's colors.
    new MutationObserver(() => {
      this.draw(document);
    }).observe(document.body, { attributeFilter: ['class'] });
  }

  /**
   * Shows a text in an element, section by section, in later frames if the page is busy. Until then, a section is plain
   * text. It stays plain if it is too complex, if the text took too long, or if rendering fails. Keeps the equal parts
   * of the text that the element already shows. The returned function cancels the rendering.
   * @param place the text that contains the tasks. Omitted for a preview.
   */
  show(element: Element, source: string, context: MarkdownContext, place?: TaskPlace): () => void {
    let isWanted = true;
    if (place) this.places.set(element, place);
    if (element.childNodes.length === 0) element.append(plainText(source));
    let spent = 0;
    const timed = <T>(work: () => T): T => {
      const started = systemClock.elapsed();
      try {
        return work();
      } finally {
        spent += systemClock.elapsed() - started;
      }
    };
    const sections = this.render(element, source, context, () => spent > longestRendering);
    const next = (): void => {
      if (!isWanted) return;
      const section = timed(() => sections.next());
      if (section.done !== true) inSteps(thenNext(section.value));
    };
    const thenNext = function* (section: Steps): Steps {
      while (isWanted && timed(() => section.next()).done !== true) yield;
      soon(next);
    };
    soon(next);
    return () => {
      isWanted = false;
    };
  }

  /** Shows a title in an element, with emoji and links. */
  showTitle(element: Element, title: string, context: MarkdownContext): void {
    element.replaceChildren(...titleNodes(title, context));
    soon(() => {
      this.completeReferences(element);
    });
  }

  /** Resolves when all texts are rendered, with their diagrams, formulas, and code. */
  async rendered(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      soon(() => undefined);
    });
    await Promise.all(this.drawing);
  }

  /** Returns the work for one section after another. Never throws. */
  private *render(
    element: Element,
    source: string,
    context: MarkdownContext,
    isLate: () => boolean,
  ): Generator<Steps, void> {
    let isNoticed = false;
    const sections = this.sectionsOf(source, context);
    const places = sectionPlaces(
      element,
      sections.map((section) => section.source),
    );
    const needed = sections.some(({ needsAll }) => needsAll) ? sections : [];
    for (const section of needed) {
      if (isLate()) break;
      yield this.tried(section.prepare, () => undefined);
    }
    for (const [at, section] of sections.entries()) {
      const place = places[at];
      if (!place) return;
      yield this.tried(
        () => (isLate() ? tooComplex() : this.renderSection(place, section, sections.length > 1)),
        () => {
          place.replaceChildren(...(isNoticed ? [] : [plainNotice(context.webUrl)]), plainText(section.source));
          isNoticed = true;
        },
      );
    }
  }

  private sectionsOf(source: string, context: MarkdownContext): MarkdownSection[] {
    try {
      return renderMarkdown(source, context);
    } catch (error) {
      this.report(error);
      return [{ source, needsAll: false, prepare: tooComplex, render: tooComplex }];
    }
  }

  /** @param isPart whether the text is long. Then the slice includes the layout, so that a frame doesn't lay out too much. */
  private *renderSection(place: Element, section: MarkdownSection, isPart: boolean): Steps {
    const text = yield* section.render();
    yield* changeText(place, text);
    this.complete(place);
    if (isPart) place.getBoundingClientRect();
  }

  /** Does some work, or something else if it fails. */
  private *tried(work: () => Steps<unknown>, instead: () => void): Steps {
    try {
      yield* work();
    } catch (error) {
      this.report(error);
      instead();
    }
  }

  private report(error: unknown): void {
    if (!(error instanceof TooComplex)) this.link.reportFailed('text', error);
  }

  private draw(root: ParentNode): void {
    const drawing = drawLater(root).finally(() => this.drawing.delete(drawing));
    this.drawing.add(drawing);
  }

  private complete(text: Element): void {
    this.completeReferences(text);
    for (const { element, source, foreignHost } of picturesIn(text)) {
      const isWanted = this.wantedPictures.has(source);
      if (this.completed.has(element) || (foreignHost !== undefined && !isWanted)) continue;
      void this.showPicture(element, source, isWanted);
    }
    this.draw(text);
  }

  private completeReferences(text: Element): void {
    for (const { element, name } of referencesIn(text)) {
      if (this.completed.has(element)) continue;
      this.completed.add(element);
      void this.resolved(name).then((found) => {
        // A later request may resolve it.
        if (found === undefined) this.completed.delete(element);
        if (found !== undefined || isGuess(name)) showReference(element, found ?? undefined);
      });
    }
  }

  private async showPicture(element: Element, source: string, isWanted: boolean): Promise<void> {
    this.completed.add(element);
    const { data, problem } = await this.link.picture(source, isWanted);
    if (problem === 'offline') this.completed.delete(element);
    showPicture(element, { ...(data === undefined ? {} : { data }), ...(problem === undefined ? {} : { problem }) });
  }

  /** Requests each reference once. One message contains the references of all texts in the queue. */
  private resolved(name: string): Promise<Answer> {
    const known = this.known.get(name);
    if (known) return known;
    const answer = new Promise<Answer>((resolve) => {
      this.asked.set(name, resolve);
    });
    this.known.set(name, answer);
    return answer;
  }

  private askForReferences(): void {
    const asked = [...this.asked];
    this.asked = new Map();
    for (let at = 0; at < asked.length; at += mostReferences) {
      const some = asked.slice(at, at + mostReferences);
      void this.link.resolve(some.map(([name]) => name)).then((found) => {
        for (const [name, resolve] of some) {
          const answer = Object.hasOwn(found, name) ? found[name] : undefined;
          // A later request may resolve it.
          if (answer === undefined) this.known.delete(name);
          resolve(answer);
        }
      });
    }
  }

  private clicked({ target }: Event): void {
    const attachment = attachmentOf(target);
    if (attachment) this.link.post({ type: 'saveFile', source: attachment.source });
    void drawLarge(target);
    const code = codeToCopy(target);
    if (code !== undefined) void this.copy(code, target);
    const picture = pictureOf(target);
    if (!picture) return;
    this.wantedPictures.add(picture.source);
    void this.showPicture(picture.element, picture.source, true);
  }

  private async copy(code: string, button: EventTarget | null): Promise<void> {
    if (await copyText(code, l10n.t('Copied'), this.announcer)) showCopied(button);
  }

  private async ticked(target: EventTarget | null): Promise<void> {
    const task = taskOf(target);
    const place = task && this.placeOf(task.element);
    if (!task || !place) return;
    const { element, line, source } = task;
    const { checked } = element;
    const outcome = await this.link.send({ kind: 'task', ...place, line, source, checked });
    if (outcome.how === 'done') {
      this.announcer.say(l10n.t('Saved'));
      return;
    }
    // Restores the state of the current text.
    element.checked = element.defaultChecked;
    this.announcer.sayProblem(
      'message' in outcome
        ? outcome.message
        : l10n.t('Someone else changed this since you opened it. Refresh and try again.'),
    );
  }

  private placeOf(element: Element): TaskPlace | undefined {
    for (let above: Element | null = element; above; above = above.parentElement) {
      const place = this.places.get(above);
      if (place) return place;
    }
    return undefined;
  }
}

/** Whether it may not be a reference at all, such as `~5`, `50%`, or a word of hexadecimal digits. */
function isGuess(name: string): boolean {
  return !/[#!&]\d+$|^@/.test(name);
}

function tooComplex(): never {
  throw new TooComplex('The text takes too long.');
}

/** Returns an element for each section of a text: its own element if it is the only one, or one after another. */
function sectionPlaces(element: Element, sources: readonly string[]): Element[] {
  if (sources.length === 1) return [element];
  const places = [...element.children].filter((child) => child.matches('.md-section'));
  if (places.length === 0) element.replaceChildren();
  for (const place of places.splice(sources.length)) place.remove();
  for (const source of sources.slice(places.length)) {
    const place = document.createElement('div');
    place.className = 'md-section';
    place.append(plainText(source));
    element.append(place);
    places.push(place);
  }
  return places;
}
