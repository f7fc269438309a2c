// Cuts what the action uses of GitHub's API out of GitHub's own published descriptions, so that the fake GitHub of the
// tests can check every request and every answer against them (test/contract/github/README.md).
// Run with `node tools/openapi-slice.mjs`; it fetches two packages into a temporary folder and writes two JSON files.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const OPENAPI = '@octokit/openapi@23.0.2'
const GRAPHQL = '@octokit/graphql-schema@15.26.1'
const TARGET = path.resolve(import.meta.dirname, '../test/contract/github')

const REPO = '/repos/{owner}/{repo}'
const OPERATIONS = [
  `GET ${REPO}`,
  `GET ${REPO}/git/commits/{commit_sha}`,
  `GET ${REPO}/git/ref/{ref}`,
  `GET ${REPO}/git/trees/{tree_sha}`,
  `GET ${REPO}/git/blobs/{file_sha}`,
  `GET ${REPO}/compare/{basehead}`,
  `GET ${REPO}/tarball/{ref}`,
  `GET ${REPO}/pulls`,
  `GET ${REPO}/actions/artifacts`,
  `GET ${REPO}/actions/runs/{run_id}`,
  `GET ${REPO}/actions/artifacts/{artifact_id}/{archive_format}`,
  `POST ${REPO}/issues/{issue_number}/comments`,
  `PATCH ${REPO}/issues/comments/{comment_id}`,
]

/** Event payloads that the tests write, and GitHub's names for them */
const WEBHOOKS = [
  'pull-request-opened',
  'pull-request-synchronize',
  'push',
  'merge-group-checks-requested',
  'workflow-run-completed',
  'workflow-dispatch',
]

/** Fields of GraphQL types that our queries ask for */
const GRAPHQL_FIELDS = {
  Query: ['repository', 'viewer'],
  Mutation: ['minimizeComment'],
  Repository: ['object', 'pullRequest'],
  GitObject: ['oid'],
  Blob: ['oid', 'byteSize', 'isBinary', 'isTruncated', 'text'],
  User: ['login'],
  Actor: ['login'],
  PullRequest: ['comments', 'headRefOid', 'locked'],
  IssueCommentConnection: ['nodes', 'pageInfo'],
  PageInfo: ['endCursor', 'hasNextPage'],
  IssueComment: ['author', 'body', 'fullDatabaseId', 'id', 'isMinimized', 'url'],
  MinimizeCommentPayload: ['minimizedComment'],
  Minimizable: ['isMinimized'],
}
const GRAPHQL_INPUTS = ['MinimizeCommentInput']
const GRAPHQL_ENUMS = ['ReportedContentClassifiers']

/** Prose and examples; what is left is what a validator reads */
const PROSE = new Set([
  'description',
  'summary',
  'externalDocs',
  'example',
  'examples',
  'tags',
  'x-github',
  'x-octokit',
])

const work = mkdtempSync(path.join(tmpdir(), 'openapi-slice-'))
try {
  const openapi = unpack(OPENAPI)
  write('openapi-slice.json', {
    source: `${OPENAPI}, generated/api.github.com.json, shortened by tools/openapi-slice.mjs`,
    licence: readFileSync(path.join(openapi, 'LICENSE'), 'utf8').trim(),
    ...sliceOpenApi(readJson(path.join(openapi, 'generated/api.github.com.json'))),
  })
  const graphql = unpack(GRAPHQL)
  write('graphql-slice.json', {
    source: `${GRAPHQL}, schema.json, shortened by tools/openapi-slice.mjs`,
    licence: readFileSync(path.join(graphql, 'LICENSE.md'), 'utf8').trim(),
    types: sliceGraphql(readJson(path.join(graphql, 'schema.json')).__schema.types),
  })
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** The folder that the package was unpacked into */
function unpack(name) {
  const folder = mkdtempSync(path.join(work, 'package-'))
  const archive = execFileSync('npm', ['pack', name, '--silent', '--pack-destination', folder], { encoding: 'utf8' })
  execFileSync('tar', ['xzf', path.join(folder, archive.trim()), '-C', folder])
  return path.join(folder, 'package')
}

function sliceOpenApi(whole) {
  const slice = {
    openapi: whole.openapi,
    info: { version: whole.info.version },
    paths: {},
    webhooks: {},
    components: {},
  }
  for (const operation of OPERATIONS) {
    const [method, route] = split(operation)
    slice.paths[route] ??= {}
    slice.paths[route][method] = withoutProse(whole.paths[route][method])
  }
  for (const name of WEBHOOKS) {
    const [media] = Object.values(whole['x-webhooks'][name].post.requestBody.content)
    slice.webhooks[name] = withoutProse(media.schema)
  }
  const seen = new Set()
  const follow = (value) => {
    if (typeof value !== 'object' || value === null) return
    if (typeof value.$ref === 'string' && !seen.has(value.$ref)) {
      seen.add(value.$ref)
      const [, kind, name] = value.$ref.slice(2).split('/')
      slice.components[kind] ??= {}
      slice.components[kind][name] = withoutProse(whole.components[kind][name])
      follow(slice.components[kind][name])
    }
    Object.values(value).forEach(follow)
  }
  follow(slice.paths)
  follow(slice.webhooks)
  return slice
}

function split(operation) {
  const space = operation.indexOf(' ')
  return [operation.slice(0, space).toLowerCase(), operation.slice(space + 1)]
}

/** Keys of PROSE are dropped, but for those that are names of properties */
function withoutProse(value, isNames = false) {
  if (Array.isArray(value)) return value.map((one) => withoutProse(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !PROSE.has(key))
      .map(([key, one]) => [key, withoutProse(one, key === 'properties' && !isNames)]),
  )
}

function sliceGraphql(types) {
  const byName = new Map(types.map((type) => [type.name, type]))
  const slice = {}
  for (const [name, wanted] of Object.entries(GRAPHQL_FIELDS)) {
    const type = byName.get(name)
    slice[name] = {
      kind: type.kind,
      ...(type.possibleTypes && { possibleTypes: type.possibleTypes.map((one) => one.name).sort() }),
      fields: Object.fromEntries(
        wanted.map((field) => {
          const found = type.fields.find((one) => one.name === field)
          return [field, { type: print(found.type), args: argumentsOf(found.args) }]
        }),
      ),
    }
  }
  for (const name of GRAPHQL_INPUTS)
    slice[name] = { kind: 'INPUT_OBJECT', args: argumentsOf(byName.get(name).inputFields) }
  for (const name of GRAPHQL_ENUMS)
    slice[name] = { kind: 'ENUM', values: byName.get(name).enumValues.map((one) => one.name) }
  return slice
}

function argumentsOf(list) {
  return Object.fromEntries(list.map((one) => [one.name, print(one.type)]))
}

/** As the schema language writes a type: `[IssueComment]`, `String!` */
function print(type) {
  if (type.kind === 'NON_NULL') return `${print(type.ofType)}!`
  return type.kind === 'LIST' ? `[${print(type.ofType)}]` : type.name
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function write(name, value) {
  const text = `${JSON.stringify(value, null, 1)}\n`
  writeFileSync(path.join(TARGET, name), text)
  console.log(`${name}: ${String(Math.round(text.length / 1000))} kB`)
}
