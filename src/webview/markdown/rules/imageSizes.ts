import type { StateCore } from 'markdown-it';

/** `![](x.png){width=300 height=50%}`. https://docs.gitlab.com/user/markdown/#change-image-or-video-dimensions */
export function imageSizes(state: StateCore): void {
  for (const { type, children } of state.tokens) {
    if (type !== 'inline' || !children) continue;
    children.forEach((token, index) => {
      const next = children[index + 1];
      if (token.type !== 'image' || next?.type !== 'text') return;
      const found = /^\{((?:\s*(?:width|height)="?\d{1,5}(?:px|%)?"?)+)\s*\}/.exec(next.content);
      if (!found) return;
      for (const [, name, size] of (found[1] ?? '').matchAll(/(width|height)="?(\d{1,5}%?)/g)) {
        token.attrSet(name ?? '', size ?? '');
      }
      next.content = next.content.slice(found[0].length);
    });
  }
}
