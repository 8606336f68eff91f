/** The project and the number in the web address of an issue; undefined for any other address. */
export function addressOfIssue(url: string): { project: string; iid: number } | undefined {
  const parts = /^(https?:\/\/\S+?)\/-\/(?:issues|work_items)\/(\d{1,9})(?=$|[/?#])/.exec(url.trim());
  return parts ? { project: parts[1] ?? '', iid: Number(parts[2]) } : undefined;
}
