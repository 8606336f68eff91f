import * as v from 'valibot';
import { type BoxHeights, boxHeights, type BoxKind } from '../../model/page/boxHeights.ts';
import type { KeptValues } from '../../model/ports.ts';

const memoryKey = 'pageBoxHeights';

/** Keeps the heights that the user gave to the text boxes, for the pages of all issues. */
export class KeptBoxHeights {
  constructor(private readonly memory: KeptValues) {}

  get current(): BoxHeights {
    const kept = v.safeParse(boxHeights, this.memory.read(memoryKey));
    return kept.success ? kept.output : {};
  }

  keep(kind: BoxKind, height: number): void {
    this.memory.write(memoryKey, { ...this.current, [kind]: height });
  }
}
