/** The open pages, one for each issue. */
export class OpenPages<Page> {
  private readonly pages = new Map<string, Page>();

  get all(): readonly Page[] {
    return [...this.pages.values()];
  }

  get(issue: string): Page | undefined {
    return this.pages.get(issue);
  }

  /**
   * Returns the page of an issue, or adds one.
   * @param ready resolves when a page can be added. The user may have opened the issue by then.
   */
  async getOrAdd(
    issue: string,
    create: () => Page,
    ready?: Promise<unknown>,
  ): Promise<{ readonly page: Page; readonly isNew: boolean }> {
    await ready;
    const open = this.pages.get(issue);
    if (open) return { page: open, isNew: false };
    const page = create();
    this.pages.set(issue, page);
    return { page, isNew: true };
  }

  /** Removes a page, unless another one has replaced it. */
  remove(issue: string, page: Page): void {
    if (this.pages.get(issue) === page) this.pages.delete(issue);
  }
}
