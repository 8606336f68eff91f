import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The layers of docs/architecture.md. Each folder lists the folders that it may import. Any other import under src/ is an error.
 * `manifest.ts` (ids) may be imported by everyone and imports nothing.
 */
const layers = {
  model: { may: [], because: 'model/ is what things are. It imports no other folder.' },
  gitlab: {
    may: ['model'],
    because: 'gitlab/ sends HTTP requests. It imports the model, and neither VS Code nor the mirror.',
  },
  sync: {
    may: ['model'],
    because: 'sync/ is the mirror. It reaches GitLab, files, and time through ports.',
  },
  host: { may: ['model'], because: 'host/ has one file for each VS Code side effect. It decides nothing.' },
  accounts: {
    may: ['model', 'gitlab', 'host'],
    because: 'accounts/ signs in and stores tokens. It imports neither views nor the mirror.',
  },
  views: { may: ['model', 'sync', 'host'], because: 'Views redraw from store events, and send no requests.' },
  editor: { may: ['model', 'sync', 'host'], because: 'editor/ shows what the mirror has, and sends no requests.' },
  webview: {
    may: ['model'],
    because: 'webview/ runs in the page. It imports the model, and exchanges messages with VS Code.',
  },
  commands: {
    may: ['model', 'gitlab', 'sync', 'host', 'accounts', 'views', 'editor'],
    because: 'commands/ may use everything but the entry point.',
  },
};
/** What builds the rest, and so is imported by nothing. */
const above = ['./src/compose.ts', './src/extension.ts', './test'];
/** What only one extension host can do, which its entry hands in. The folders' own files may import each other. */
const oneHost = ['./src/host/node'];
const folders = Object.keys(layers);

const zones = folders.flatMap((folder) => {
  const { may, because } = layers[folder];
  const forbidden = folders
    .filter((other) => other !== folder && !may.includes(other))
    .map((other) => `./src/${other}`);
  return [{ target: `./src/${folder}`, from: [...forbidden, ...above], message: because }];
});
zones.push(
  {
    target: [
      ...folders.filter((folder) => folder !== 'host').map((folder) => `./src/${folder}`),
      './src/host/*',
      './src/compose.ts',
    ],
    from: oneHost,
    message: 'Only src/extension.ts imports what one extension host alone can do; others get it as a port.',
  },
  {
    target: './src/compose.ts',
    from: './src/extension.ts',
    message: 'The entries of the extension hosts call compose.ts, not the reverse.',
  },
  { target: './src/manifest.ts', from: './src', message: 'manifest.ts holds ids only.' },
  { target: './src/api.ts', from: './src', message: 'api.ts is what other extensions copy: types only, no imports.' },
  { target: './test/gitlab', from: './src', message: 'The stand-in is built to the contract, not to the extension.' },
);

const noVscode = {
  paths: [{ name: 'vscode', message: 'This folder runs without VS Code; take a port in the constructor instead.' }],
};
const noNode = {
  ...noVscode,
  patterns: [{ group: ['node:*'], message: 'This folder also runs in the web worker: no Node modules.' }],
};

const lateEffects = {
  name: 'preact/hooks',
  importNames: ['useEffect'],
  message: 'Use useLayoutEffect: a frame later, the next key would be lost or go elsewhere.',
};

/** One door for each VS Code side effect, however the caller imported it. */
const door = (method, file) => ({
  selector: `CallExpression:matches([callee.name='${method}'], [callee.property.name='${method}'])`,
  message: `Only ${file} may call ${method}.`,
});
const doors = {
  'src/commands/run.ts': door('registerCommand', 'src/commands/run.ts'),
  'src/host/contextKeys.ts': {
    selector: "CallExpression[arguments.0.value='setContext']",
    message: 'Only src/host/contextKeys.ts may set a context key.',
  },
  'src/host/node/networkProbe.ts': {
    selector: "Property[key.name='rejectUnauthorized']",
    message: 'Only src/host/node/networkProbe.ts may connect without trust: it sends nothing after the handshake.',
  },
  'src/host/log.ts': door('createOutputChannel', 'src/host/log.ts'),
  'src/model/time/clock.ts': {
    selector:
      "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date'], MemberExpression:matches([object.name='performance'], [object.property.name=/^(Date|performance)$/])[property.name=/^(now|timeOrigin)$/], VariableDeclarator[init.name=/^(Date|performance)$/], MemberExpression[object.name='process'][property.name='hrtime']",
    message:
      'Only src/model/time/clock.ts may read the time. Use Clock.elapsed() for durations, and Clock.now() for times to show, store, or send.',
  },
};
const doorsExcept = (file) =>
  Object.entries(doors)
    .filter(([other]) => other !== file)
    .map(([, rule]) => rule);

/** Whatever makes elements of a string. */
const asHtml = 'Only src/webview/markdown/ makes elements of text, and it cleans them.';
const makersOfHtml = [
  ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc', 'createContextualFragment', 'parseFromString'],
  ...['setHTMLUnsafe', 'parseHTMLUnsafe', 'write', 'writeln'],
].map((property) => ({ property, message: asHtml }));

export default tseslint.config(
  { ignores: ['dist', 'dist-test', 'test-results', '.vscode-test', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      // test/unit/imports.test.ts finds circles.
      'import-x/no-default-export': 'error',
      'no-restricted-syntax': [
        'error',
        ...Object.values(doors),
        { selector: 'TSEnumDeclaration', message: 'Use a union.' },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: asHtml },
      ],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
    },
  },
  ...Object.keys(doors).map((file) => ({
    files: [file],
    rules: { 'no-restricted-syntax': ['error', ...doorsExcept(file)] },
  })),
  { files: ['src/{model,gitlab,sync,webview}/**/*.{ts,tsx}'], rules: { 'no-restricted-imports': ['error', noNode] } },
  {
    files: ['src/webview/**/*.{ts,tsx}'],
    rules: { 'no-restricted-imports': ['error', { ...noNode, paths: [...noNode.paths, lateEffects] }] },
  },
  {
    files: ['src/webview/**/*.{ts,tsx}'],
    ignores: ['src/webview/markdown/**', 'src/webview/{math,mermaid}.ts'],
    rules: { 'no-restricted-properties': ['error', ...makersOfHtml] },
  },
  {
    files: ['test/unit/**/*.ts', 'test/gitlab/**/*.ts'],
    rules: {
      // Their types are erased.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ ...noVscode.paths[0], allowTypeImports: true }] },
      ],
    },
  },
  {
    files: ['src/webview/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...Object.values(doors),
        { selector: 'TSEnumDeclaration', message: 'Use a union.' },
        {
          selector:
            "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/], CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|write|writeln)$/], JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'No HTML goes into the page but through renderMarkdown, which cleans it last.',
        },
      ],
    },
  },
  // How a package without types exports what it has is not ours to choose.
  { files: ['src/webview/markdown/untyped.d.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      // Tests wait for real processes.
      'no-restricted-syntax': [
        'error',
        ...doorsExcept('src/model/time/clock.ts'),
        { selector: 'TSEnumDeclaration', message: 'Use a union.' },
      ],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
  prettier,
);
