// Hostile text in every sort of output.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  codeFence,
  codeSpan,
  commandData,
  commandProperty,
  fileUrl,
  htmlText,
  httpUrl,
  inertLine,
  logLine,
  pathSegment,
  prose,
  tableCell,
  visible,
} from '../../src/report/escape.ts'
import { cellsOf, outsideCode } from './markdown-outside.ts'
import { HOSTILE, MARK } from './stories.ts'

/** Text made of what has a meaning somewhere */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'`|\\<>&@#:*_~$[]()!-+= \n\r\t"\'%,.;/{}'.split(''),
        '::',
        '##[',
        '\u202e',
        '\u200b',
        '\u001b[31m',
        '\ud800',
        '\u0085',
        '\u2028',
        MARK,
      ),
      fc.constantFrom('a', '1', 'GH-1', 'www.', 'http://x.y', '@team', '<!--', '-->', '</details>', ':tada:'),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(...HOSTILE),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

/** Characters that must not be there */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/u

describe('visible', () => {
  const cases: readonly [string, string][] = [
    ['yaobank/summary', 'yaobank/summary'],
    ['  two\n\tspaces \u00a0 and  more ', 'two spaces and more'],
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text\u001b]8;;http://x\u001b\\link', 'textlink'],
    ['\u009b31mC1', 'C1'],
    ['a\u202eb\u2066c\u200bd\ufeffe\u00adf\u{e0041}g', 'abcdefg'],
    ['\u3164hangul filler', 'hangul filler'],
    ['lone \ud800 half', 'lone \ufffd half'],
    ['😀 stays', '😀 stays'],
    ['\u0000\u0007', ''],
  ]
  for (const [raw, shown] of cases) it(JSON.stringify(raw), () => assert.equal(visible(raw), shown))

  it('cuts at whole code points and says so', () => {
    assert.equal(visible('😀😀😀', 3), '😀😀😀')
    assert.equal(visible('😀😀😀😀', 3), '😀😀…')
  })
  it('never shows what cannot be seen, on one line, within the limit', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 40 }), (raw, limit) => {
        const text = visible(raw, limit)
        assert.doesNotMatch(text, UNSEEN)
        assert.doesNotMatch(text, / {2}|^ | $/)
        assert.ok(Array.from(text).length <= limit)
      }),
    )
  })
})

describe('codeSpan', () => {
  const cases: readonly [string, string][] = [
    ['yaobank/summary', '`yaobank/summary`'],
    ['', '(empty)'],
    [' \n ', '(empty)'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a```', '```` a``` ````'],
    ['``', '``` `` ```'],
    ['<!-- x -->', '`<!-- x -->`'],
  ]
  for (const [raw, markdown] of cases) it(JSON.stringify(raw), () => assert.equal(codeSpan(raw), markdown))

  it('is one span that holds everything, alone, in a sentence and in a table cell', () => {
    fc.assert(
      fc.property(nasty, (raw) => {
        const span = codeSpan(raw)
        assert.equal(outsideCode(`a ${span} b`), visible(raw) === '' ? 'a (empty) b' : 'a  b')
        assert.equal(cellsOf(`| ${tableCell(span)} | end |`).length, 4)
        assert.equal(outsideCode(`| ${tableCell(span)} | end |`).replace('(empty)', ''), '|  | end |')
      }),
    )
  })
})

describe('tableCell', () => {
  it('escapes pipes, and parts them from a backslash that would take the escape away', () => {
    assert.equal(tableCell(codeSpan('a | b')), '`a \\| b`')
    assert.equal(tableCell(codeSpan('a \\| b')), '`a \\\u200b\\| b`')
  })
})

describe('prose', () => {
  const cases: readonly [string, string][] = [
    ['limits are those of the inputs, else the defaults', 'limits are those of the inputs, else the defaults'],
    ['no .github/x.yml: nothing', 'no `.github/x.yml`: nothing'],
    ['expected `owner/name`, found 3', 'expected `owner/name`, found 3'],
    ['an odd ` backtick', 'an odd `` ` `` backtick'],
    ["it isn't re-usable (yet)", "it isn't re-usable (yet)"],
    ['@team see #1, GH-1', '`@team` see `#1, GH-1`'],
    ['deadbeef1 is a commit', '`deadbeef1` is a commit'],
    ['1. no list', '`1`. no list'],
    ['', '(empty)'],
    ['über 5 Verbindungen', 'über 5 Verbindungen'],
  ]
  for (const [raw, markdown] of cases) it(JSON.stringify(raw), () => assert.equal(prose(raw), markdown))

  it('leaves plain words outside of code and nothing else', () => {
    fc.assert(
      fc.property(nasty, (raw) => {
        assert.match(outsideCode(`x ${prose(raw)}`), /^x[\p{L}\p{N} ()'’.,;:!?-]*$/u)
        assert.doesNotMatch(outsideCode(`x ${prose(raw)}`), /@|#|GH-\d|www\.[a-z]|:\/\/|[0-9a-f]{7}/i)
      }),
    )
  })
})

describe('codeFence', () => {
  it('is longer than any run of backticks, and keeps lines and indentation', () => {
    assert.equal(codeFence('yaml', 'a:\n  - "```"\n\tb\n\n'), '````yaml\na:\n  - "```"\n    b\n````')
  })
  it('lets nothing out', () => {
    fc.assert(
      fc.property(nasty, (raw) => {
        assert.equal(outsideCode(`before\n\n${codeFence('text', raw)}\n\nafter`), 'before\n\n\nafter')
      }),
    )
  })
})

describe('htmlText', () => {
  it('has no markup left', () => {
    assert.equal(htmlText('<b a="1">&amp;\'`'), '&lt;b a=&quot;1&quot;&gt;&amp;amp;&#39;&#96;')
    fc.assert(
      fc.property(nasty, (raw) => assert.match(htmlText(raw), /^(?:[^<>&"'`]|&(?:amp|lt|gt|quot|#39|#96);)*$/u)),
    )
  })
})

/** What the runner makes of a line (its ActionCommand: `::` after any space, `##[` anywhere) */
const isCommand = (line: string): boolean => /^\s*::/u.test(line) || line.includes('##[')

describe('logLine', () => {
  const cases: readonly [string, string][] = [
    ['::error::x', ':\u200b:error::x'],
    ['  ::error::x', '  :\u200b:error::x'],
    [':::a', ':\u200b::a'],
    ['a ::error::x', 'a ::error::x'],
    ['x##[add-mask]y', 'x##\u200b[add-mask]y'],
    ['##\u200b[error]', '##\u200b[error]'],
    ['###[x] ##[y]', '###\u200b[x] ##\u200b[y]'],
    ['a\n::error::b', 'a ::error::b'],
    ['  indented  twice', '  indented  twice'],
    ['\u001b[31mred', 'red'],
  ]
  for (const [raw, line] of cases) it(JSON.stringify(raw), () => assert.equal(logLine(raw), line))

  it('is one line without a command', () => {
    fc.assert(
      fc.property(nasty, (raw) => {
        const line = logLine(raw, 50)
        assert.ok(!isCommand(line), line)
        assert.doesNotMatch(line.replaceAll('\u200b', ''), UNSEEN)
        assert.ok(Array.from(line).length <= 50 + 30)
      }),
    )
  })
  it('inertLine finds a command that safe parts have made between them', () => {
    for (const line of ['##' + '[error]x', ' :' + ':debug::']) {
      assert.ok(isCommand(line))
      assert.ok(!isCommand(inertLine(line)))
    }
  })
})

describe('workflow commands', () => {
  it('encode what ends a message or a property', () => {
    assert.equal(commandData('50% done\nnext'), '50%25 done next')
    assert.equal(commandProperty('a:b,c%'), 'a%3Ab%2Cc%25')
  })
  it('read back as they were, as the runner decodes them', () => {
    fc.assert(
      fc.property(nasty, (raw) => {
        const property = commandProperty(raw)
        assert.doesNotMatch(property, /[\r\n:,]/)
        const decoded = property
          .replaceAll('%2C', ',')
          .replaceAll('%3A', ':')
          .replaceAll('%0A', '\n')
          .replaceAll('%0D', '\r')
          .replaceAll('%25', '%')
        assert.equal(decoded, logLine(raw, 4000))
      }),
    )
  })
})

describe('links', () => {
  const BLOB = 'https://github.example/acme/platform/blob/main/'
  const cases: readonly [string, string | undefined][] = [
    ['policies/a.yaml', `${BLOB}policies/a.yaml#L3`],
    ['a b/c#d?.yaml', `${BLOB}a%20b/c%23d%3F.yaml#L3`],
    ['x)](http://evil)', undefined],
    ["x)('*!.yaml", `${BLOB}x%29%28%27%2A%21.yaml#L3`],
    ['../secrets.yaml', undefined],
    ['a/./b', undefined],
    ['/etc/passwd', undefined],
    ['', undefined],
    ['lone\ud800.yaml', `${BLOB}lone%EF%BF%BD.yaml#L3`],
  ]
  for (const [path, url] of cases) it(JSON.stringify(path), () => assert.equal(fileUrl(BLOB, path, 3), url))

  it('need a prefix that is an address of plain characters and ends in a slash', () => {
    for (const prefix of [
      undefined,
      '',
      'https://h/x',
      'javascript:alert(1)/',
      'https://h/ x/',
      'https://h/)/',
      'https://h/<b>/',
      'ftp://h/',
    ]) {
      assert.equal(fileUrl(prefix, 'a', 1), undefined, String(prefix))
    }
  })
  it('never end a Markdown link or lead to another host', () => {
    fc.assert(
      fc.property(nasty, (path) => {
        const url = fileUrl(BLOB, path, 1)
        if (url === undefined) return
        assert.match(url, /^[A-Za-z0-9\-._~:/?#@%=+,]+$/)
        assert.ok(new URL(url).href.startsWith(BLOB), url)
      }),
    )
  })
  it('a segment reads back as it was', () => {
    assert.equal(pathSegment('..'), undefined)
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        (raw) => pathSegment(raw) === undefined || decodeURIComponent(pathSegment(raw)!) === raw,
      ),
    )
  })
  it('httpUrl refuses what is no plain address', () => {
    assert.equal(httpUrl('https://ghes.example:8443/a/b?c=1#d'), 'https://ghes.example:8443/a/b?c=1#d')
    for (const raw of ['', 'x', 'javascript:alert(1)', 'https://a b', 'https://a/(b)', '//a/b', 'https://u:p@h/']) {
      assert.equal(httpUrl(raw), undefined, raw)
    }
  })
})
