/** The issue, and possibly the comment, that a URL points to. */
export interface AddressedIssue {
  /** The web URL of its project. */
  readonly project: string;
  readonly iid: number;
  /** The ID of the comment, if the URL points to one. */
  readonly note?: number;
}

/** Reads the URL of an issue. Undefined for any other URL. */
export function addressOfIssue(url: string): AddressedIssue | undefined {
  const parts = /^(https?:\/\/\S+?)\/-\/(?:issues|work_items)\/(\d{1,9})(?=$|[/?#])/.exec(url.trim());
  if (!parts) return undefined;
  const note = /#note_(\d{1,15})$/.exec(url.trim())?.[1];
  return { project: parts[1] ?? '', iid: Number(parts[2]), ...(note === undefined ? {} : { note: Number(note) }) };
}
