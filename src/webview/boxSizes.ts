import type { BoxHeights, BoxKind } from '../model/page/boxHeights.ts';
import type { PageBox } from '../model/page/pageState.ts';
import type { HostLink } from './hostLink.ts';

/** How long a height must stay the same before it is kept, in milliseconds. */
const pause = 200;

/** The heights that the user gave to text boxes, by dragging their corner. New boxes of the same kind have them, too. */
export class BoxSizes {
  private heights: BoxHeights;

  constructor(
    private readonly link: HostLink,
    given: BoxHeights | undefined,
    kept: unknown,
    private readonly onChange: () => void,
  ) {
    this.heights = { ...given, ...(typeof kept === 'object' ? kept : {}) };
  }

  /** For VS Code to save, because it shows the first HTML of a hidden page again. */
  get all(): BoxHeights {
    return this.heights;
  }

  /** Gives a field its height, and follows how the user changes it. The returned function ends this. */
  follow(box: PageBox, field: HTMLElement): () => void {
    const kind = kindOf(box);
    if (!kind) return () => undefined;
    const known = this.heights[kind];
    if (typeof known === 'number') field.style.height = `${known}px`;
    let timer: number | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        this.keep(kind, field);
      }, pause);
    });
    observer.observe(field);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }

  /** Only the user's drag sets a height. Without one, the field is as high as its text. */
  private keep(kind: BoxKind, field: HTMLElement): void {
    const height = Math.round(Number.parseFloat(field.style.height));
    if (Number.isNaN(height) || height === this.heights[kind]) return;
    this.heights = { ...this.heights, [kind]: height };
    this.link.post({ type: 'resized', box: kind, height });
    this.onChange();
  }
}

function kindOf(box: PageBox): BoxKind | undefined {
  const [kind = ''] = box.split(':');
  return kind === 'comment' || kind === 'reply' || kind === 'note' || kind === 'description' ? kind : undefined;
}
