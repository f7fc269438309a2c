// Keys of the tests, and worlds with other names.

import { createHmac } from 'node:crypto'
import type { Hmac } from '../../src/privacy/addresses.ts'

export const hmacOf =
  (key: string): Hmac =>
  (text) =>
    createHmac('sha256', key).update(text).digest()
