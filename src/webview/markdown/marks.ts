import type { Reference } from './referenceSyntax.ts';

/** A box of a task list, as the page sends it when it is ticked. */
export interface TaskMark {
  readonly kind: 'task';
  /** Of the source, from 0. */
  readonly line: number;
  /** How that line reads, without its line end. */
  readonly source: string;
  readonly checked: boolean;
  /** False for one that is struck out (`[~]`) or that stands in a table. */
  readonly canTick: boolean;
  readonly isInapplicable: boolean;
}

export interface PictureMark {
  readonly kind: 'picture';
  readonly url: string;
  readonly alt: string;
  /** The host that would see the request, where it is not the instance's. */
  readonly foreignHost?: string;
  /** Pixels, or a share of the width: `300`, `75%`. */
  readonly width?: string;
  readonly height?: string;
}

/** What one of our elements is, beyond what HTML says. */
export type Mark =
  | TaskMark
  | PictureMark
  | { readonly kind: 'class'; readonly name: string }
  | { readonly kind: 'alert'; readonly type: string }
  | { readonly kind: 'reference'; readonly reference: Reference; readonly ownText: boolean }
  | { readonly kind: 'attachment'; readonly url: string; readonly name: string }
  | { readonly kind: 'anchor'; readonly id?: string; readonly target?: string; readonly isBack?: boolean }
  | { readonly kind: 'color'; readonly value: string }
  | { readonly kind: 'code'; readonly language: string }
  | { readonly kind: 'formula'; readonly source: string; readonly isBlock: boolean }
  | { readonly kind: 'diagram'; readonly source: string };

/** Holds the number of a mark while the HTML is a string and until it was cleaned. */
export const markAttribute = 'data-mark';

/**
 * What the rendering of one text knows of its own elements. The HTML bears only a number behind a key that the text's author
 * could not know, so nothing that they write is taken for ours, and the marks themselves never pass through HTML.
 */
export class Marks {
  private readonly key = newKey();
  private readonly all: Mark[] = [];

  /** Keeps a mark and returns what the attribute of its element must hold. */
  add(mark: Mark): string {
    return `${this.key}-${this.all.push(mark) - 1}`;
  }

  /** The attribute with its value, to be put into a tag. */
  attribute(mark: Mark): string {
    return `${markAttribute}="${this.add(mark)}"`;
  }

  /** The mark that an attribute's value stands for; undefined for one that is not ours. */
  find(value: string): Mark | undefined {
    const prefix = `${this.key}-`;
    return value.startsWith(prefix) && /^\d+$/.test(value.slice(prefix.length))
      ? this.all[Number(value.slice(prefix.length))]
      : undefined;
  }
}

function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
