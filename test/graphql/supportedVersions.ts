/** The number of the last minor version of each major version. The newest is the one of the newest schema. */
const lastMinors = { 13: 12, 14: 10, 15: 11, 16: 11, 17: 11, 18: 11, 19: 4 };

/** All versions of GitLab for which there is a schema, such as `13.0`. */
export const supportedVersions: readonly string[] = Object.entries(lastMinors).flatMap(([major, last]) =>
  Array.from({ length: last + 1 }, (_, minor) => `${major}.${minor}`),
);
