// docs/semantics.md §2.4, §2.5: the texts that Felix is given.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  entityTexts,
  foldNegative,
  globalSubject,
  namespacedSubject,
  namespaceSelectorText,
  podSelectorText,
  serviceAccountsText,
  type EntityText,
  type SubjectText,
} from '../../src/convert/selector-text.ts'

const subject = (selector = '', namespaceSelector = '', serviceAccountSelector = ''): SubjectText => ({
  selector,
  namespaceSelector,
  serviceAccountSelector,
})

describe('what a NetworkPolicy of prod applies to', () => {
  for (const [text, expected] of [
    [subject(), "projectcalico.org/namespace == 'prod'"],
    [subject("app == 'x'"), "(app == 'x') && projectcalico.org/namespace == 'prod'"],
    [subject('', '', "team == 'a'"), `(projectcalico.org/namespace == 'prod') && pcsa.team == "a"`],
    [subject('has(s)', '', 'has(a)'), "((has(s)) && projectcalico.org/namespace == 'prod') && has(pcsa.a)"],
    [subject('', '', 'all()'), "(projectcalico.org/namespace == 'prod') && all()"],
    [subject('', '', 'broken'), "projectcalico.org/namespace == 'prod'"],
  ] as const) {
    it(expected, () => assert.equal(namespacedSubject('prod', text), expected))
  }
})

describe('what a GlobalNetworkPolicy applies to', () => {
  for (const [text, expected] of [
    [subject(), ''],
    [subject('all()'), 'all()'],
    [subject('', 'all()'), 'has(projectcalico.org/namespace)'],
    [subject('all()', "env == 'p'"), '(has(projectcalico.org/namespace)) && pcns.env == "p"'],
    [subject('', "env != 'p'"), 'pcns.env != "p"'],
    [subject('', '', 'all()'), 'has(projectcalico.org/serviceaccount)'],
    [subject("role == 'all()'", "env == 'p'"), `(role == 'has(projectcalico.org/namespace)') && pcns.env == "p"`],
    [subject('all( )', "env == 'p'"), '(all( )) && pcns.env == "p"'],
    [subject('', 'all( )'), 'has(projectcalico.org/namespace)'],
    [subject('all()', 'broken'), 'has(projectcalico.org/namespace)'],
    [subject('all()', '', 'has(a)'), '(has(projectcalico.org/serviceaccount)) && has(pcsa.a)'],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(globalSubject(text), expected))
  }
})

const entity = (given: Partial<EntityText>): EntityText => ({
  selector: '',
  notSelector: '',
  namespaceSelector: '',
  serviceAccounts: '',
  ...given,
})
const inProd = "projectcalico.org/namespace == 'prod'"

describe('what a rule matches', () => {
  for (const [namespace, given, positive, negative] of [
    ['prod', {}, '', ''],
    ['prod', { selector: "app=='x'" }, `(${inProd}) && (app=='x')`, ''],
    ['prod', { selector: 'all()' }, `(${inProd}) && (all())`, ''],
    ['prod', { namespaceSelector: 'all()' }, 'has(projectcalico.org/namespace)', ''],
    ['prod', { namespaceSelector: 'global()' }, '!has(projectcalico.org/namespace)', ''],
    [
      'prod',
      { selector: "app=='x'", namespaceSelector: 'global()' },
      "(!has(projectcalico.org/namespace)) && (app=='x')",
      '',
    ],
    ['prod', { notSelector: "app=='x'" }, inProd, "app=='x'"],
    [undefined, { notSelector: "app=='x'" }, '', "app=='x'"],
    [undefined, { selector: "app=='x'" }, "app=='x'", ''],
    [undefined, { selector: 'all()' }, 'all()', ''],
    [undefined, { namespaceSelector: "env != 'p'" }, 'pcns.env != "p"', ''],
    [undefined, { serviceAccounts: serviceAccountsText([], 'all()') }, 'all()', ''],
    [
      'prod',
      { serviceAccounts: serviceAccountsText(['a'], '') },
      `(${inProd}) && (projectcalico.org/serviceaccount in {"a"})`,
      '',
    ],
    [undefined, { selector: 'has(s)', serviceAccounts: 'has(pcsa.t)' }, '(has(pcsa.t)) && (has(s))', ''],
  ] as const) {
    it(`${namespace ?? 'global'} ${JSON.stringify(given)}`, () => {
      assert.deepEqual(entityTexts(entity(given), namespace), { positive, negative })
    })
  }

  it('folds both into one set', () => {
    assert.equal(foldNegative('has(a)', 'has(b) || has(c)'), '(has(a)) && (!(has(b) || has(c)))')
  })

  for (const [names, selector, expected] of [
    [['b', 'a'], '', 'projectcalico.org/serviceaccount in {"a", "b"}'],
    [['a'], "team == 'x'", '(pcsa.team == "x") && (projectcalico.org/serviceaccount in {"a"})'],
    [[], '', ''],
    // Names cannot be escaped: one with a quote loses the whole condition, as upstream.
    [["o'brien"], "team == 'x'", ''],
  ] as const) {
    it(`service accounts ${names.join()} ${selector}`, () =>
      assert.equal(serviceAccountsText(names, selector), expected))
  }
})

describe('a Kubernetes selector', () => {
  const none = { matchLabels: new Map<string, string>(), matchExpressions: [] }
  const some = {
    matchLabels: new Map([
      ['b', '2'],
      ['a', '1'],
    ]),
    matchExpressions: [
      { key: 'c', operator: 'In', values: ['x', 'y'] },
      { key: 'd', operator: 'NotIn', values: ['z'] },
      { key: 'e', operator: 'Exists', values: [] },
      { key: 'f', operator: 'DoesNotExist', values: [] },
    ],
  } as const
  const terms = "a == '1' && b == '2' && c in { 'x', 'y' } && d not in { 'z' } && has(e) && ! has(f)"
  const isPod = "projectcalico.org/orchestrator == 'k8s'"

  for (const [name, got, expected] of [
    ['no pods given', podSelectorText(undefined), isPod],
    ['all pods', podSelectorText(none), isPod],
    ['some pods', podSelectorText(some), `${isPod} && ${terms}`],
    ['no namespaces given', namespaceSelectorText(undefined), ''],
    ['all namespaces', namespaceSelectorText(none), 'all()'],
    ['some namespaces', namespaceSelectorText(some), terms],
  ] as const) {
    it(name, () => assert.equal(got, expected))
  }
})
