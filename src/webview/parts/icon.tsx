/** One of VS Code's icons, for the eye alone: words stand beside it, or name what it is in. https://microsoft.github.io/vscode-codicons/dist/codicon.html */
export function Icon({ name, class: also = '' }: { readonly name: string; readonly class?: string }) {
  return <span class={`codicon codicon-${name} ${also}`} aria-hidden="true" />;
}
