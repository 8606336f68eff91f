/** Whether all, some, or none of several issues have a value. */
export type Share = 'all' | 'some' | 'none';

/**
 * The values of several issues, and what the user changes about them. A value that only some issues have stays as it is
 * until the user selects it for all issues, or removes it from all.
 */
export class MixedSelection<T> {
  private readonly touched = new Map<T, Share>();

  /**
   * @param before the issues that have a value at first.
   * @param excludes whether an issue can't have both values.
   */
  constructor(
    private readonly before: (value: T) => Share,
    private readonly excludes: (value: T, other: T) => boolean = () => false,
  ) {}

  get isUnchanged(): boolean {
    return this.touched.size === 0;
  }

  /** The values to add to all issues. */
  get added(): readonly T[] {
    return this.touchedAs('all');
  }

  /** The values to remove from all issues. */
  get removed(): readonly T[] {
    return this.touchedAs('none');
  }

  shareOf(value: T): Share {
    const isExcluded = () => this.added.some((other) => this.excludes(other, value));
    return this.touched.get(value) ?? (isExcluded() ? 'none' : this.before(value));
  }

  /** Continues with the next state: all, none, and if only some issues had the value, some. */
  toggle(value: T): void {
    const share = this.shareOf(value);
    const before = this.before(value);
    const next = share === 'all' ? 'none' : before === 'some' && this.touched.get(value) === 'none' ? 'some' : 'all';
    this.touched.delete(value);
    if (next === 'all') for (const other of this.added) if (this.excludes(value, other)) this.touched.delete(other);
    if (next !== before) this.touched.set(value, next);
  }

  private touchedAs(share: Share): readonly T[] {
    return [...this.touched].flatMap(([value, each]) => (each === share ? [value] : []));
  }
}
