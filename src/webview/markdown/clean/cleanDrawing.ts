/** Elements that run, load, or change an attribute later. */
const active = new Set([
  ...['animate', 'audio', 'base', 'embed', 'feimage', 'frame', 'iframe', 'link', 'meta', 'object', 'script', 'set'],
  ...['source', 'track', 'video'],
]);
const addressed = new Set([
  ...['action', 'background', 'data', 'formaction', 'href', 'ping', 'poster', 'src', 'srcdoc', 'srcset', 'xlink:href'],
]);
const styled = new Set([
  ...['clip-path', 'cursor', 'fill', 'filter', 'marker', 'marker-end', 'marker-mid', 'marker-start', 'mask', 'stroke'],
  'style',
]);
/** CSS that can refer to something outside the drawing. An escape can hide any of these. */
const foreignStyle = /\\|@import|(?:url|src|image|image-set)\((?!\s*["']?(?:#|data:image\/))/i;

/**
 * Removes everything from a drawing that runs a script, or that refers to something outside the drawing: elements,
 * attributes, and declarations of styles. The rest stays, whatever its text is.
 */
export function cleanDrawing(root: Element): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (active.has(element.localName.toLowerCase())) {
      element.remove();
      continue;
    }
    if (element.localName === 'style') element.textContent = cleanStyles(element.textContent);
    for (const { name, value } of [...element.attributes]) {
      if (!isOwnAttribute(name, value)) element.removeAttribute(name);
    }
  }
}

/** Whether an attribute runs nothing, and refers at most to a part of the same drawing, or to an image in its value. */
export function isOwnAttribute(name: string, value: string): boolean {
  const lowered = name.toLowerCase();
  if (lowered.startsWith('on')) return false;
  if (addressed.has(lowered)) return isOwnAddress(value);
  return !styled.has(lowered) || isOwnStyle(value);
}

export function isOwnAddress(address: string): boolean {
  return /^\s*(?:#|data:image\/)/i.test(address);
}

/** Whether the value of a CSS property refers at most to a part of the same drawing, or to an image in the value. */
export function isOwnStyle(value: string): boolean {
  return !foreignStyle.test(value);
}

function cleanStyles(text: string): string {
  if (isOwnStyle(text)) return text;
  const sheet = new CSSStyleSheet();
  // Leaves out `@import`.
  sheet.replaceSync(text);
  cleanRules(sheet.cssRules);
  return [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
}

function cleanRules(rules: CSSRuleList): void {
  for (const rule of rules) {
    if ('style' in rule && rule.style instanceof CSSStyleDeclaration) {
      const { style } = rule;
      for (const name of [...style]) if (!isOwnStyle(style.getPropertyValue(name))) style.removeProperty(name);
    }
    if ('cssRules' in rule && rule.cssRules instanceof CSSRuleList) cleanRules(rule.cssRules);
  }
}
