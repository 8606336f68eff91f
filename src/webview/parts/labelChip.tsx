import { textColorOn } from '../../model/text/textColorOn.ts';

/**
 * A label in its color. The text is black or white, whichever is more readable. A scoped label has two parts, as in
 * GitLab.
 */
export function LabelChip({ name, color }: { readonly name: string; readonly color: string | undefined }) {
  const text = color === undefined ? undefined : textColorOn(color);
  const cut = name.lastIndexOf('::');
  const [scope, value] = cut > 0 ? [name.slice(0, cut), name.slice(cut + 2)] : [name, undefined];
  const style = text === undefined ? undefined : { '--gl-label': color ?? '', '--gl-label-text': text };
  return (
    <span class="gl-label" style={style} title={name}>
      <span class="gl-label-name" dir="auto">
        {scope}
      </span>
      {value !== undefined && (
        <>
          <span class="gl-unseen">::</span>
          <span class="gl-label-value" dir="auto">
            {value}
          </span>
        </>
      )}
    </span>
  );
}
