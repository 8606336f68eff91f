/** Stands in for the sanitiser where a test asks what the Content Security Policy alone stops: everything loads, and runs. */
export function cleanElements(root: HTMLElement): DocumentFragment {
  return document.createRange().createContextualFragment(root.innerHTML);
}

/** The same of a formula. */
export function cleanFormula(formula: Element): Element {
  return formula;
}

/** Nothing is made harmless before, either. */
export function prepareElements(): void {
  // As it was written.
}
