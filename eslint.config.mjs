// What the compiler does not catch. Style is Prettier's business; who may import whom is dependency-cruiser's.
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The rim: the only code that may see the clock, the process, the disk and the network. Everywhere else is pure. */
const RIM = [
  'src/action/**',
  'src/cli/**',
  'src/capture/**',
  'src/files/**',
  'src/main.ts',
  'src/cli.ts',
  'src/capture.ts',
  'src/reader-worker.ts',
]

const WORLD = [
  'process',
  'console',
  'fetch',
  'performance',
  'crypto',
  'globalThis',
  'setTimeout',
  'setInterval',
  'setImmediate',
].map((name) => ({ name, message: 'Only the rim touches the world: pass it in through Ports.' }))

const NO_COMPUTED_IMPORT = {
  selector: 'ImportExpression:not([source.type="Literal"])',
  message: 'Import a literal name, so that the bundler and the rooms see it.',
}

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'test/golden/', 'test/ok/', 'test/err/', 'test/data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    name: 'every TypeScript file',
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      // The compiler takes `./x.js` for x.ts; Node does not.
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^\\.{1,2}/.*\\.js$', message: 'Name the file as it is: relative imports end in .ts.' }],
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A `default` never excuses a missing case of a union; `default: return assertNever(x)` is welcome.
        { allowDefaultCaseForExhaustiveSwitch: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowAny: false, allowBoolean: false, allowNullish: false, allowRegExp: false },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },

  {
    name: 'src: small enough to read',
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', 14],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      // `{} as T` invents fields; write the object, or use `satisfies`.
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      'no-restricted-syntax': ['error', NO_COMPUTED_IMPORT],
    },
  },

  {
    name: 'src but the rim: pure, and the same bytes for the same input',
    files: ['src/**/*.ts'],
    ignores: RIM,
    rules: {
      'no-restricted-globals': ['error', ...WORLD],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The time is an input: pass it in through Ports.' },
        { object: 'Math', property: 'random', message: 'Equal inputs give equal bytes.' },
        { property: 'localeCompare', message: 'Output has one order: use the comparison of src/base/order.ts.' },
        { property: 'toLocaleString', message: 'The same bytes on every machine: print it yourself.' },
        { property: 'toLocaleLowerCase', message: 'The same bytes on every machine: use toLowerCase.' },
        { property: 'toLocaleUpperCase', message: 'The same bytes on every machine: use toUpperCase.' },
      ],
      'no-restricted-syntax': [
        'error',
        NO_COMPUTED_IMPORT,
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
          message: 'The time is an input: pass it in through Ports. (`new Date(millis)` is fine.)',
        },
      ],
    },
  },

  {
    name: 'tests and benches: relaxed where a wrong value only fails the test',
    files: ['test/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite', 'before', 'after'] },
          ],
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },

  {
    name: 'plain scripts',
    files: ['**/*.mjs'],
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
)
