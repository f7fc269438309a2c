// Who may import whom. A room is a folder of src/. Pure rooms know nothing of the world; the rim brings it in.
// Run with `npm run rooms`; test/tooling.test.ts plants violations and expects these rules to find them.

/** The files that become programs. Nobody imports them. */
const ENTRIES = '^src/(main|cli|capture|reader-worker)\\.ts$'
/** The story: run.ts and the files beside it in src/. */
const STORY = '^src/[^/]+\\.ts$'
/** What the story is made of. They know nothing of the world. */
const PURE = [
  'base',
  'model',
  'manifest',
  'convert',
  'snapshot',
  'declared',
  'engine',
  'compare',
  'advise',
  'config',
  'report',
]
/** The rim: the only code that may use node:* modules. */
const RIM = '^src/((action|cli|capture|files)/|(main|cli|capture|reader-worker)\\.ts$)'

const inRooms = (...names) => `^src/(${names.join('|')})/`

/** A room may import itself and the rooms listed, and nothing else of src/. */
const room = (name, mayImport, comment) => ({
  name: `room-${name}`,
  comment,
  severity: 'error',
  from: { path: inRooms(name) },
  to: { path: '^src/', pathNot: inRooms(name, ...mayImport) },
})

/** A package may be imported by the files that match `path`, and by nothing else of src/. */
const packageOnlyIn = (name, pattern, path, comment) => ({
  name: `package-${name}`,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: path },
  to: { path: `node_modules/${pattern}` },
})

export default {
  forbidden: [
    // Pure rooms, from the ground up.
    room('base', [], 'Places, diagnostics, order, addresses, bits: knows nothing of networks, so everyone may use it.'),
    room(
      'model',
      ['base'],
      'What policies and flows mean, in one vocabulary. A wire format or an engine must not leak in.',
    ),
    room('manifest', ['base'], 'Text to objects that remember where they were written; knows no policy.'),
    room(
      'convert',
      ['base', 'model', 'manifest'],
      'Objects to model: the only room that knows both the wire and the model.',
    ),
    room(
      'snapshot',
      ['base', 'model', 'manifest'],
      'Recorded flows and inventory to a Snapshot. Bytes arrive unpacked: gz and zstd are opened by src/files.',
    ),
    room(
      'declared',
      ['base', 'model', 'manifest', 'snapshot'],
      'Objects to the connections that they ask for, whether or not anybody saw them. It judges none of them.',
    ),
    room(
      'privacy',
      ['base', 'model', 'manifest', 'convert', 'snapshot'],
      'A snapshot to the same one with other names. It must know how selectors are written, and judges nothing.',
    ),
    room(
      'engine',
      ['base', 'model'],
      'Model and snapshot to verdicts. No strings are parsed and no sentence is written here.',
    ),
    room(
      'compare',
      ['base', 'model'],
      'Verdicts to what changed. Takes evaluators as functions, so it need not know the engine.',
    ),
    room(
      'advise',
      ['base', 'model', 'compare', 'engine'],
      'Changes to advice: it may ask the engine again, but does not render.',
    ),
    room('config', ['base', 'model', 'manifest'], 'Words of the user to a Config, or located complaints.'),
    room(
      'report',
      ['base', 'model', 'compare', 'advise'],
      'A Report to bytes: everything is decided before it arrives, so it needs neither the engine nor the input.',
    ),

    room(
      'preflight',
      PURE,
      'The chapters of the story: where two pure rooms meet, as run.ts tells it. The rims use it; it reaches no rim.',
    ),

    {
      name: 'story',
      comment: 'run.ts and its neighbours tell the story over the pure rooms and reach the world through Ports only.',
      severity: 'error',
      from: { path: STORY, pathNot: ENTRIES },
      to: { path: '^src/(action|cli|capture|files)/' },
    },

    // The rim.
    {
      name: 'room-files',
      comment:
        'Reads disk, git and compressed bytes for the action and the CLI; it hands over text and decides nothing.',
      severity: 'error',
      from: { path: '^src/files/' },
      to: { path: '^src/', pathNot: ['^src/(files|base|config|model)/', '^src/snapshot/section\\.ts$', STORY] },
    },
    {
      name: 'files-section-types-only',
      comment: 'It passes on what threads have read, and may name its type; what is in it is for the snapshot room.',
      severity: 'error',
      from: { path: '^src/files/' },
      to: { path: '^src/snapshot/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'reader-worker-reads',
      comment: 'A thread is started while its section waits: it loads what reading records needs, and nothing else.',
      severity: 'error',
      from: { path: '^src/reader-worker\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(files|snapshot)/' },
    },
    {
      name: 'room-action',
      comment:
        'Speaks with GitHub: hands inputs to the story and publishes what comes back; decides nothing. Of the gate it asks' +
        ' only which exit code a conclusion has.',
      severity: 'error',
      from: { path: '^src/action/' },
      to: {
        path: '^src/',
        pathNot: ['^src/(action|files|base|config|report|model|preflight)/', '^src/compare/gate\\.ts$', STORY],
      },
    },
    {
      name: 'action-model-types-only',
      comment: 'The action passes the model along and may name its types, but computes nothing with it.',
      severity: 'error',
      from: { path: '^src/action/' },
      to: { path: '^src/model/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cli-without-github',
      comment: 'The CLI runs on a laptop without GitHub: no path of imports may lead from it to @actions or @octokit.',
      severity: 'error',
      from: { path: '^src/(cli/|cli\\.ts$)' },
      to: { path: 'node_modules/(@actions|@octokit)/', reachable: true },
    },
    {
      name: 'room-capture',
      comment:
        'Records a snapshot from a cluster: it needs the formats and the escaping of what it prints, never policies, the engine or the report.',
      severity: 'error',
      from: { path: '^src/(capture/|capture\\.ts$)' },
      to: { path: '^src/', pathNot: '^src/((capture|files|base|model|manifest|snapshot)/|report/escape\\.ts$)' },
    },
    {
      name: 'main-starts-the-action',
      comment: 'main.ts builds the real ports and calls run; the CLI and the capture program are other programs.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/(cli|capture)/' },
    },
    {
      name: 'entries-are-not-imported',
      comment: 'An entry file starts a program when it is loaded, so nothing may load it for its exports.',
      severity: 'error',
      from: { path: '^(src|test|bench)/' },
      to: { path: ENTRIES },
    },

    // The world and the packages.
    {
      name: 'node-only-at-the-rim',
      comment: "Disk, network, child processes and clocks are the rim's. A pure room takes bytes and gives bytes.",
      severity: 'error',
      from: { path: '^src/', pathNot: RIM },
      to: { dependencyTypes: ['core'] },
    },
    packageOnlyIn('github', '(@actions|@octokit)/', '^src/action/', 'Only the action room speaks with GitHub.'),
    packageOnlyIn(
      'js-yaml',
      'js-yaml/',
      '^src/manifest/yaml\\.ts$',
      'One reading of YAML: one schema, one set of limits, positions at every node.',
    ),
    packageOnlyIn(
      'markdown-table',
      'markdown-table/',
      '^src/report/markdown[^/]*\\.ts$',
      'Tables are written where Markdown is escaped.',
    ),
    packageOnlyIn(
      'minimatch',
      'minimatch/',
      '^src/(action|cli|files)/',
      'Globs choose files, and files are chosen at the rim, always with the same options.',
    ),
    packageOnlyIn(
      'yauzl',
      'yauzl/',
      '^src/(action|files)/',
      'Archives come from GitHub artifacts and are opened at the rim, within limits.',
    ),
    packageOnlyIn('fzstd', 'fzstd/', '^src/files/', 'Compressed bytes are opened at the rim, within limits.'),
    {
      name: 'packages-known',
      comment: 'A new package in the bundle is a decision: list it here with the one place that may use it.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(@actions|@octokit|js-yaml|markdown-table|minimatch|yauzl|fzstd)/',
      },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be resolved escapes every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },

    // Shape.
    {
      name: 'no-cycles',
      comment: 'Data flows in one direction, and so do imports. Types count too.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-index-files',
      comment: 'Import the file you mean: an index hides who uses what and invites cycles.',
      severity: 'error',
      from: { path: '^(src|test|bench)/' },
      to: { path: '/index\\.ts$', pathNot: 'node_modules/' },
    },
    {
      name: 'src-stands-alone',
      comment: 'What ships must not lean on what tests it, measures it or builds it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|tools|examples|dist)/' },
    },
    {
      name: 'reference-is-independent',
      comment:
        'The plain evaluator checks the engine, so it may share its vocabulary (model, base) and not a line more.',
      severity: 'error',
      from: { path: '^test/support/reference', pathNot: '\\.test\\.ts$' },
      to: { path: '.', pathNot: ['^src/(model|base)/', '^test/support/reference'] },
    },
  ],

  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
}
