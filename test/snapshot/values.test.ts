import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printIp } from '../../src/base/ip.ts'
import {
  countOf,
  ipsOf,
  isoTime,
  labelPairsOf,
  nameOf,
  namespaceOf,
  portOf,
  protocolOf,
  timeOf,
} from '../../src/snapshot/values.ts'
import { workloadNames, workloadNamesOfPod } from '../../src/snapshot/workload-name.ts'

/** One test for each row: what is written, and what it means */
function table(name: string, of: (value: unknown) => unknown, rows: readonly (readonly [unknown, unknown])[]): void {
  describe(name, () => {
    for (const [value, expected] of rows)
      it(`${value === undefined ? 'nothing' : JSON.stringify(value)} is ${String(expected)}`, () =>
        assert.deepEqual(of(value), expected))
  })
}

table('nameOf', nameOf, [
  ['web-7d8f9c5b6f-*', 'web-7d8f9c5b6f-*'],
  ['PUBLIC NETWORK', 'PUBLIC NETWORK'],
  ['-', ''],
  ['—', ''],
  ['', ''],
  [null, ''],
  [undefined, ''],
  [7, undefined],
  ['a\nb', undefined],
  ['a\u001b[31mb', undefined],
  ['x'.repeat(513), undefined],
])

table('namespaceOf', namespaceOf, [
  ['shop', 'shop'],
  ['Global', ''],
  ['-', ''],
])

table('countOf', countOf, [
  [44, 44],
  ['44', 44],
  [0, 0],
  [undefined, 0],
  ['9223372036854775807', Number.MAX_SAFE_INTEGER],
  [-1, undefined],
  ['-1', undefined],
  ['many', undefined],
])

table('portOf', portOf, [
  [2379, 2379],
  ['2379', 2379],
  [0, 0],
  [65_535, 65_535],
  [65_536, undefined],
  [80.5, undefined],
  ['http', undefined],
])

table('protocolOf', protocolOf, [
  ['tcp', 6],
  ['TCP', 6],
  ['udp', 17],
  ['sctp', 132],
  ['icmp', 1],
  ['ICMPv6', 58],
  ['icmp6', 58],
  ['ipip', 4],
  ['esp', 50],
  ['47', 47],
  [255, 255],
  [256, undefined],
  ['constructor', undefined],
  [null, undefined],
  [undefined, undefined],
])

table('timeOf', timeOf, [
  ['2026-08-20T09:15:00Z', 1_787_217_300],
  ['2026-08-20T11:15:00+02:00', 1_787_217_300],
  ['2026-08-20T09:15:00.123456789Z', 1_787_217_300.123],
  [1_787_217_300, 1_787_217_300],
  ['1787217300', 1_787_217_300],
  [1_787_217_300_000, 1_787_217_300],
  [1_787_217_300_000_000_000, 1_787_217_300],
  ['1970-01-01T00:00:00Z', 0],
  ['0001-01-01T00:00:00Z', 0],
  [0, 0],
  [undefined, 0],
  ['yesterday', undefined],
])

it('isoTime prints whole seconds as Whisker does', () => {
  assert.equal(isoTime(1_787_217_300), '2026-08-20T09:15:00Z')
  assert.equal(isoTime(1_787_217_300.5), '2026-08-20T09:15:00.500Z')
})

table('labelPairsOf', labelPairsOf, [
  ['app=summary | version=v1', ['app=summary', 'version=v1']],
  ['', []],
  [['a=b'], ['a=b']],
  [{ labels: ['a=b', 3] }, ['a=b']],
  [null, []],
  [undefined, []],
])

table('ipsOf', (value) => ipsOf(value).map(printIp), [
  ['10.0.0.1', ['10.0.0.1']],
  [
    ['10.0.0.1', '2001:db8::1', 'x', 7],
    ['10.0.0.1', '2001:db8::1'],
  ],
  [null, []],
])

table('workloadNames', (value) => workloadNames(String(value)), [
  ['frontend-7d8f9c5b6f', ['frontend', 'frontend-7d8f9c5b6f']],
  ['backup-29012345', ['backup', 'backup-29012345']],
  ['web', ['web']],
  ['mainframe-bridge', ['mainframe-bridge']],
  // No hash: vowels, or letters that a hash never has
  ['web-frontend', ['web-frontend']],
  ['release-20260820', ['release', 'release-20260820']],
])

table('workloadNamesOfPod', (value) => workloadNamesOfPod(String(value)), [
  ['frontend-7d8f9c5b6f-x2v9k', ['frontend', 'frontend-7d8f9c5b6f']],
  ['backup-29012345-zzzzz', ['backup', 'backup-29012345']],
  ['node-exporter-4jwqp', ['node-exporter']],
  ['web-0', []],
  ['netshoot', []],
])
