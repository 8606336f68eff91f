/** VS Code's own extensions that the tests use. It starts in half the time without the others. */
export const builtInExtensions = [
  'git',
  'git-base',
  'json',
  'log',
  'markdown-basics',
  'search-result',
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'typescript-basics',
] as const;
