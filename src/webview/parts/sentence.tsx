import { type ComponentChildren, Fragment } from 'preact';

/** A text whose placeholders (`{0}`) are parts of the page, such as links. */
export function Sentence({ text, parts }: { readonly text: string; readonly parts: readonly ComponentChildren[] }) {
  const pieces = text.split(/\{(\d)\}/);
  return (
    <>
      {pieces.map((piece, at) => (
        <Fragment key={at}>{at % 2 === 0 ? piece : parts[Number(piece)]}</Fragment>
      ))}
    </>
  );
}
