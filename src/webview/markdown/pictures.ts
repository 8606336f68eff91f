import * as l10n from '@vscode/l10n';
import type { HostMessage } from '../../model/page/pageMessages.ts';
import type { PictureMark } from './marks.ts';

/** An image in a text. The page requests it from the extension, and never loads it itself. */
export interface Picture {
  readonly element: HTMLElement;
  /** The absolute URL, for the request to the extension. */
  readonly source: string;
  readonly alt: string;
  /** The image's host, if it isn't the GitLab instance. The page requests the image only after a click. */
  readonly foreignHost?: string;
}

export type PictureProblem = Extract<HostMessage, { type: 'picture' }>['problem'];

const pictures = new WeakMap<Element, { readonly picture: Picture; readonly mark: PictureMark }>();

/** Returns the images of a text that aren't shown yet, in order. */
export function picturesIn(root: ParentNode): Picture[] {
  return [...root.querySelectorAll('.md-picture')].flatMap((element) => pictures.get(element)?.picture ?? []);
}

/** Returns the image for the button that received an event, if any. */
export function pictureOf(target: EventTarget | null): Picture | undefined {
  const button = target instanceof Element ? target.closest('button.md-picture-load') : null;
  const element = button?.closest('.md-picture');
  return element ? pictures.get(element)?.picture : undefined;
}

/** Shows an image from its `data:` URL, or the reason why the page can't show it. */
export function showPicture(element: Element, shown: { data?: string; problem?: PictureProblem }): void {
  const known = pictures.get(element);
  if (!known) return;
  const { mark, picture } = known;
  if (shown.data === undefined || !/^data:image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)[;,]/.test(shown.data)) {
    // The image waits for a click.
    if (shown.problem === 'foreign' && mark.foreignHost !== undefined) return;
    element.replaceChildren(altText(mark), sentence(shown.problem), ...openLink(element, picture));
    return;
  }
  const image = document.createElement('img');
  image.alt = mark.alt;
  image.title = mark.alt;
  if (mark.width !== undefined) image.style.width = lengthOf(mark.width);
  if (mark.height !== undefined) image.style.height = lengthOf(mark.height);
  image.src = shown.data;
  element.replaceChildren(image);
  element.classList.replace('md-picture', 'md-picture-shown');
  pictures.delete(element);
}

/** Creates the placeholder for an image that isn't loaded yet. */
export function createPicture(mark: PictureMark): HTMLElement {
  const element = document.createElement('span');
  element.className = 'md-picture';
  if (mark.foreignHost === undefined) {
    element.append(altText(mark));
  } else {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'md-picture-load';
    button.textContent = l10n.t('Load image from {0}', mark.foreignHost);
    button.title = mark.url;
    element.append(altText(mark), button);
  }
  const { url, alt, foreignHost } = mark;
  const picture = { element, source: url, alt, ...(foreignHost === undefined ? {} : { foreignHost }) };
  pictures.set(element, { picture, mark });
  return element;
}

function altText(mark: PictureMark): HTMLElement {
  const text = document.createElement('span');
  text.className = 'md-picture-alt';
  text.textContent = mark.alt;
  return text;
}

function sentence(problem: PictureProblem): HTMLElement {
  const text = document.createElement('span');
  text.className = 'md-picture-problem';
  text.textContent = whyNot(problem);
  return text;
}

/** Creates a link to the image, but not within another link, where the user couldn't click it. */
function openLink(element: Element, picture: Picture): Node[] {
  if (element.closest('a')) return [];
  const link = document.createElement('a');
  link.href = picture.source;
  link.textContent = l10n.t('Open in Browser');
  return [link];
}

function whyNot(problem: PictureProblem): string {
  switch (problem) {
    case 'tooLarge':
      return l10n.t('This image is too large to display.');
    case 'notFound':
      return l10n.t("Image not found, or you don't have access to it.");
    case 'offline':
      return l10n.t("Couldn't connect to GitLab.");
    case 'tooOld':
    case 'foreign':
      return l10n.t('This image can only be viewed in the browser.');
    default:
      return l10n.t("This image format isn't supported.");
  }
}

function lengthOf(size: string): string {
  return size.endsWith('%') ? size : `${size}px`;
}
