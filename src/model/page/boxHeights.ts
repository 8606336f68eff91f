import * as v from 'valibot';

/** The kinds of text boxes that the user can resize. */
export const boxKind = v.picklist(['comment', 'reply', 'note', 'description']);
export type BoxKind = v.InferOutput<typeof boxKind>;

/** In pixels. */
export const boxHeight = v.pipe(v.number(), v.integer(), v.minValue(20), v.maxValue(5_000));

/** The heights that the user gave to the text boxes. */
export const boxHeights = v.record(boxKind, boxHeight);
export type BoxHeights = Readonly<Partial<Record<BoxKind, number>>>;
