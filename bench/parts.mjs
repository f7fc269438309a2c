// The parts of the bench: what each measures, on which files, and which figures are made of a sample.

import { statSync } from 'node:fs'
import path from 'node:path'
import { worldFolder } from './files.mjs'
import { run } from './processes.mjs'

/** On the Node that the action runs on; 1 is the gate that says no */
const GATE = { codes: [0, 1] }

const wall = { name: 'wall time', unit: 'ms', of: ({ millis }) => millis }
const processors = { name: 'processor time', unit: 'ms', of: ({ cpuMillis }) => cpuMillis }
const peak = { name: 'peak memory', unit: 'MiB', of: ({ peakMiB }) => peakMiB }

const gateOf = (tree, folder, file) => [
  tree.dist('cli.js'),
  'check',
  ...['before', 'after'].flatMap((side) => [`--${side}`, path.join(folder, side)]),
  ...['--objects', path.join(folder, 'objects.json'), '--flows', path.join(folder, file)],
  ...['--snapshot-max-age', 'unlimited'],
]

const gate = (name, folder, file) => ({
  name,
  figures: [wall, processors, peak],
  measure: (tree) => run(gateOf(tree, folder, file), GATE),
})

/** Of both sides of engine.ts together: a verdict is one flow on one side */
const perVerdict = (sides, flows, millis) =>
  (sides.reduce((sum, side) => sum + millis(side), 0) * 1000) / (flows * sides.length)

const ENGINE_FIGURES = [
  {
    name: 'a verdict, compiling included',
    unit: 'µs',
    digits: 2,
    of: ({ flows, sides }) => perVerdict(sides, flows, (side) => side.compileMs + side.firstMs),
  },
  {
    name: 'a verdict, once compiled',
    unit: 'µs',
    digits: 2,
    of: ({ flows, sides }) => perVerdict(sides, flows, (side) => side.againMs),
  },
  {
    name: 'a verdict in the gate, compiling included',
    unit: 'µs',
    digits: 2,
    of: ({ counted, gateMs }) => (gateMs * 1000) / (2 * counted),
  },
  {
    name: 'flows a second, once compiled',
    unit: '',
    of: ({ flows, sides }) => 1e6 / perVerdict(sides, flows, (side) => side.againMs),
  },
  {
    name: 'compiling, of both sides',
    unit: 'ms',
    of: ({ sides }) => sides.reduce((sum, side) => sum + side.compileMs + side.firstMs - side.againMs, 0),
  },
  peak,
]

const engine = (name, folder, policies = folder) => ({
  name,
  figures: ENGINE_FIGURES,
  measure: async (tree) => JSON.parse((await run([tree.child('engine.ts'), folder, policies])).stdout),
})

const withCommas = (number) => number.toLocaleString('en')

const SNAPSHOTS = {
  'exact tuples': 'flows.jsonl',
  'Whisker, a list': 'whisker.json',
  'Whisker, a stream': 'whisker.sse',
  'Goldmane, a list': 'goldmane.json',
  'Goldmane, lines': 'goldmane.ndjson',
}

/** The gate, a program that parses the snapshot and nothing else, and one that reads it into our records and nothing else */
const againstReading = (name, folder, file) => ({
  name,
  figures: [
    { name: 'the gate', unit: 'ms', of: ({ gate }) => gate.millis },
    { name: 'JSON.parse of its snapshot', unit: 'ms', of: ({ parse }) => parse.millis },
    { name: 'our reader alone, in processor time', unit: 'ms', of: ({ read }) => read.readMs },
    { name: 'the gate / JSON.parse, wall', unit: '', digits: 2, of: ({ gate, parse }) => gate.millis / parse.millis },
    {
      name: 'the gate / JSON.parse, processor',
      unit: '',
      digits: 2,
      of: ({ gate, parse }) => gate.cpuMillis / parse.cpuMillis,
    },
    {
      name: 'the gate / our reader, processor',
      unit: '',
      digits: 2,
      of: ({ gate, read }) => gate.cpuMillis / read.readMs,
    },
    peakOf('the gate', ({ gate }) => gate),
    peakOf('JSON.parse', ({ parse }) => parse),
  ],
  measure: async (tree) => ({
    gate: await run(gateOf(tree, folder, file), GATE),
    parse: await run([tree.child('parse.mjs'), path.join(folder, file)]),
    read: JSON.parse((await run([tree.child('read.ts'), path.join(folder, file)])).stdout),
  }),
})

const peakOf = (name, of) => ({ name: `peak memory of ${name}`, unit: 'MiB', of: (sample) => of(sample).peakMiB })

/** By the names that --part takes; `quick`: part of a run without --part */
export const PARTS = {
  start: {
    title: 'Start-up, and the size of the bundles',
    quick: true,
    measurements: () => [
      ...['cli.js', 'index.js'].map((name) => ({
        name: `dist/${name}`,
        figures: [
          { ...wall, name: 'from start to end' },
          { name: 'size', unit: 'MB', digits: 2, of: ({ bytes }) => bytes / 1e6 },
        ],
        // Outside of a runner the action has nothing to do, and says so.
        measure: async (tree) => ({
          ...(await run([tree.dist(name), '--version'], { codes: [0, 1, 2] })),
          bytes: statSync(tree.dist(name)).size,
        }),
      })),
    ],
  },
  engine: {
    title: 'The engine: every flow on both sides',
    quick: true,
    measurements: ({ flows, worlds }) =>
      worlds.map((world) => engine(`${world}, ${withCommas(flows)} flows`, worldFolder({ world, flows }))),
  },
  gate: {
    title: 'From files to report, both sides',
    quick: true,
    measurements: ({ flows }) =>
      ['knp-uniform', 'unique'].map((world) =>
        gate(`${world}, ${withCommas(flows)} flows`, worldFolder({ world, flows }), 'flows.jsonl'),
      ),
  },
  snapshots: {
    title: 'The gate against reading its snapshot',
    quick: true,
    measurements: ({ flows }) => {
      const folder = worldFolder({ world: 'knp-uniform', flows, whisker: true, goldmane: true })
      return Object.entries(SNAPSHOTS)
        .filter(([name]) => !name.endsWith('lines') && !name.endsWith('stream'))
        .map(([name, file]) => againstReading(`${name}, ${withCommas(flows)} records`, folder, file))
    },
  },
  manifests: {
    title: 'Manifests in YAML',
    quick: true,
    measurements: () => {
      const folder = worldFolder({ world: 'selectors', policies: 2000, pods: 7600, flows: 1, manifests: true })
      const folders = ['before', 'cluster'].map((name) => path.join(folder, name))
      return [
        {
          name: '10,000 manifests, 2,000 of them policies',
          figures: [
            { name: 'reading', unit: 'ms', of: ({ readMs }) => readMs },
            { name: 'converting', unit: 'ms', of: ({ convertMs }) => convertMs },
            {
              name: 'manifests a second',
              unit: '',
              of: ({ convertMs, manifests, readMs }) => (manifests * 1000) / (readMs + convertMs),
            },
          ],
          measure: async (tree) => JSON.parse((await run([tree.child('manifests.ts'), ...folders])).stdout),
        },
        {
          name: 'a pull request that changes none of 2,000 policies',
          figures: [wall, peak],
          measure: (tree) => run([tree.dist('cli.js'), 'check', '--before', folders[0], '--after', folders[0]], GATE),
        },
      ]
    },
  },
  connectivity: {
    title: 'All pairs, without flows',
    quick: true,
    measurements: () => {
      const folder = worldFolder({ world: 'knp-uniform', policies: 20, pods: 1000, flows: 1 })
      const sides = ['before', 'after'].flatMap((side) => [`--${side}`, path.join(folder, side)])
      return [
        {
          name: '1,000 workloads, 20 policies',
          figures: [wall, peak],
          measure: (tree) =>
            run([tree.dist('cli.js'), 'connectivity', ...sides, '--objects', path.join(folder, 'objects.json')], GATE),
        },
      ]
    },
  },
  scale: {
    title: 'What grows with what (knp-uniform)',
    quick: false,
    measurements: ({ flows }) => {
      const few = worldFolder({ world: 'knp-uniform', flows })
      const many = worldFolder({ world: 'knp-uniform', flows: flows * 10 })
      const policies = worldFolder({ world: 'knp-uniform', flows: 1, policies: 2940 })
      return [
        engine(`${withCommas(flows)} flows`, few),
        engine(`${withCommas(flows * 10)} flows`, many),
        engine(`${withCommas(flows)} flows, ten times the policies`, few, policies),
        gate(`files to report, ${withCommas(flows)} flows`, few, 'flows.jsonl'),
        gate(`files to report, ${withCommas(flows * 10)} flows`, many, 'flows.jsonl'),
      ]
    },
  },
  million: {
    title: 'The gate against reading its snapshot, a million records',
    quick: false,
    measurements: () => {
      const folder = worldFolder({
        world: 'knp-uniform',
        flows: 1_000_000,
        'whisker-stream': true,
        'goldmane-lines': true,
      })
      return Object.entries(SNAPSHOTS)
        .filter(([name]) => !name.endsWith('list'))
        .map(([name, file]) => againstReading(`${name}, 1,000,000 records`, folder, file))
    },
  },
}
