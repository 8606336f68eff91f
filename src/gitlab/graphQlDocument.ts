/*
 * GraphQL documents as trees, so that a document can leave out the parts that a server lacks, and can be halved.
 * https://docs.gitlab.com/api/graphql/
 */

/** A read-only query. Prints only the variables that it uses. */
export interface GraphQlDocument {
  readonly name: string;
  /** The types of the variables, by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly selections: readonly Selection[];
}

/** A field, or the fields of one type of a union. */
export interface Selection {
  /** The part of the schema that it needs, as the table of capabilities names it: `Type.field`, or a type. */
  readonly member: string;
  /** How it starts in the document: an alias, a name, and arguments, or a type condition. */
  readonly text: string;
  /** Absent for a field without selections. */
  readonly selections?: readonly Selection[];
  /** Whether it has no use without its siblings, like an ID or a cursor. */
  readonly isAid?: boolean;
}

/** @param text the field with its alias and arguments, such as `c0: tree(ref: $c0)`. */
export function field(type: string, text: string, ...selections: Selection[]): Selection {
  const name = /^(?:\w+:\s*)?(\w+)/.exec(text)?.[1] ?? '';
  return { member: `${type}.${name}`, text, ...(selections.length > 0 ? { selections } : {}) };
}

/** Fields without arguments and selections. */
export function fields(type: string, ...names: string[]): Selection[] {
  return names.map((name) => field(type, name));
}

export function on(type: string, ...selections: Selection[]): Selection {
  return { member: type, text: `... on ${type}`, selections };
}

export function aid(selection: Selection): Selection {
  return { ...selection, isAid: true };
}

/** The document without the parts that a server lacks. Undefined if nothing useful is left. */
export function without(document: GraphQlDocument, lacks: (member: string) => boolean): GraphQlDocument | undefined {
  const selections = left(document.selections, lacks);
  return selections && { ...document, selections };
}

function left(selections: readonly Selection[], lacks: (member: string) => boolean): readonly Selection[] | undefined {
  const kept = selections.flatMap((selection): Selection[] => {
    if (lacks(selection.member)) return [];
    if (!selection.selections) return [selection];
    const inner = left(selection.selections, lacks);
    return inner ? [{ ...selection, selections: inner }] : [];
  });
  return kept.some((selection) => !selection.isAid) || selections.every(({ isAid }) => isAid) ? kept : undefined;
}

export function printDocument({ name, variables, selections }: GraphQlDocument): string {
  const body = printSelections(selections);
  const used = new Set(Array.from(body.matchAll(/\$(\w+)/g), ([, variable]) => variable));
  const declared = Object.entries(variables).flatMap(([variable, type]) =>
    used.has(variable) ? [`$${variable}: ${type}`] : [],
  );
  return `query ${name}${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${body}`;
}

function printSelections(selections: readonly Selection[]): string {
  return `{ ${selections.map(({ text, selections: inner }) => (inner ? `${text} ${printSelections(inner)}` : text)).join(' ')} }`;
}

/** Two documents with a part of the fields each, which together return the same data. Undefined for a single field. */
export function halves(document: GraphQlDocument): readonly [GraphQlDocument, GraphQlDocument] | undefined {
  const [first, second] = halvesOf(document.selections) ?? [];
  return (
    first &&
    second && [
      { ...document, selections: first },
      { ...document, selections: second },
    ]
  );
}

function halvesOf(selections: readonly Selection[]): readonly [readonly Selection[], readonly Selection[]] | undefined {
  const useful = selections.filter(({ isAid }) => !isAid);
  const [only] = useful;
  if (useful.length > 1) {
    const kept = new Set(useful.slice(0, Math.ceil(useful.length / 2)));
    return [
      selections.filter((selection) => selection.isAid === true || kept.has(selection)),
      selections.filter((selection) => selection.isAid === true || !kept.has(selection)),
    ];
  }
  const inner = only?.selections && halvesOf(only.selections);
  if (!only || !inner) return undefined;
  const withInner = (half: readonly Selection[]) =>
    selections.map((selection) => (selection === only ? { ...selection, selections: half } : selection));
  return [withInner(inner[0]), withInner(inner[1])];
}

/** All parts of the schema that a document needs. */
export function membersOf(selections: readonly Selection[]): readonly string[] {
  return selections.flatMap(({ member, selections: inner = [] }) => [member, ...membersOf(inner)]);
}
