/** VS Code's built-in extensions that the tests use. Without the others, it starts in half the time. */
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
