/** Where a web address leads to. */
export interface AddressedIssue {
  /** The web address of its project. */
  readonly project: string;
  readonly iid: number;
  /** The comment, where it leads to one. */
  readonly note?: number;
}

/** The issue that a web address leads to; undefined for any other address. */
export function addressOfIssue(url: string): AddressedIssue | undefined {
  const parts = /^(https?:\/\/\S+?)\/-\/(?:issues|work_items)\/(\d{1,9})(?=$|[/?#])/.exec(url.trim());
  if (!parts) return undefined;
  const note = /#note_(\d{1,15})$/.exec(url.trim())?.[1];
  return { project: parts[1] ?? '', iid: Number(parts[2]), ...(note === undefined ? {} : { note: Number(note) }) };
}
