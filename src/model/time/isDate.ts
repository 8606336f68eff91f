/** Whether it's a time that GitLab can read, which isn't before the year 1 or after 9999. In milliseconds since 1970. */
export function isDate(value: unknown): value is number {
  return typeof value === 'number' && value >= -62_135_596_800_000 && value <= 253_402_300_799_999;
}
