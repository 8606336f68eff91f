import type { Reference } from './references/referenceSyntax.ts';

/** A task's checkbox, with the data that the page sends when the user clicks it. */
export interface TaskMark {
  readonly kind: 'task';
  /** The line in the source, from 0. */
  readonly line: number;
  /** The text of the line, without the line break. */
  readonly source: string;
  readonly checked: boolean;
  /** False for an inapplicable task (`[~]`), or a task in a table. */
  readonly canTick: boolean;
  readonly isInapplicable: boolean;
}

export interface PictureMark {
  readonly kind: 'picture';
  readonly url: string;
  readonly alt: string;
  /** The host of the image, if it isn't the GitLab instance. */
  readonly foreignHost?: string;
  /** In pixels, or as a percentage of the width: `300`, `75%`. */
  readonly width?: string;
  readonly height?: string;
}

/** A table in JSON. The cells are elements of the text. */
export interface JsonTableMark {
  readonly kind: 'jsonTable';
  readonly source: string;
  /** Whether the user can sort by a column, for each of them. */
  readonly isSortable: readonly boolean[];
  /** Whether the user can filter the rows. */
  readonly hasFilter: boolean;
}

/** The meaning of one of our elements, beyond its HTML. */
export type Mark =
  | TaskMark
  | PictureMark
  | JsonTableMark
  | { readonly kind: 'class'; readonly name: string }
  | { readonly kind: 'alert'; readonly type: string }
  | { readonly kind: 'reference'; readonly reference: Reference; readonly ownText: boolean }
  | { readonly kind: 'attachment'; readonly url: string; readonly name: string }
  | { readonly kind: 'anchor'; readonly id?: string; readonly target?: string; readonly isBack?: boolean }
  | { readonly kind: 'color'; readonly value: string }
  | { readonly kind: 'code'; readonly language: string }
  | { readonly kind: 'formula'; readonly source: string; readonly isBlock: boolean }
  | { readonly kind: 'diagram'; readonly source: string };

/** The attribute that identifies a mark, from the HTML string until the text is cleaned. */
export const markAttribute = 'data-mark';

/**
 * The marks of our own elements in one rendered text. The HTML contains only a number after a random key. The author
 * of the text can't guess the key, so nothing in the text can pass for one of our elements. The marks themselves
 * never become HTML.
 */
export class Marks {
  private readonly key = newKey();
  private readonly all: Mark[] = [];

  /** Adds a mark and returns the value of its attribute. */
  add(mark: Mark): string {
    return `${this.key}-${this.all.push(mark) - 1}`;
  }

  /** Adds a mark and returns the attribute with its value, for a tag. */
  attribute(mark: Mark): string {
    return `${markAttribute}="${this.add(mark)}"`;
  }

  /** Returns the mark for an attribute's value. Undefined if we didn't create the value. */
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
