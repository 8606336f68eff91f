import { deepestElement, deepestLayout, mostElements } from '../../model/limits.ts';
import { costly, refuseOver } from './tooComplex.ts';

/** Throws if a parsed text has too many elements, or too deep ones, to clean it and to lay it out. */
export function refuseElements(root: HTMLElement): void {
  let [count, depth, layouts] = [0, 0, 0];
  let element: Element | null = root;
  while (element) {
    const inner: Element | null = element.firstElementChild;
    if (inner) {
      depth += 1;
      if (costly.has(element.localName)) layouts += 1;
      refuseOver(deepestElement, depth);
      refuseOver(deepestLayout, layouts);
      element = inner;
    } else {
      while (element && element !== root && !element.nextElementSibling) {
        element = element.parentElement;
        depth -= 1;
        if (element && costly.has(element.localName)) layouts -= 1;
      }
      element = element === root ? null : (element?.nextElementSibling ?? null);
    }
    if (element) count += sizeOf(element);
    refuseOver(mostElements, count);
  }
}

/** A cell counts as all cells that it covers, and a column as all that it stands for. */
function sizeOf(element: Element): number {
  if (element instanceof HTMLTableCellElement)
    return element.colSpan * (element.rowSpan === 0 ? 65_534 : element.rowSpan);
  return element instanceof HTMLTableColElement ? element.span : 1;
}
