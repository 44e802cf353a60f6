import { expect, it } from 'vitest'
import { secretValues, withoutSecrets, withStoredValues } from '../../extensions/backend/src/programs/secrets.ts'

it('secrets are told by their names, and with what follows the scheme of a header', () => {
  const values = {
    Authorization: 'Bearer abcdefgh',
    PASSWORD: 'short',
    URL: 'https://example.org/x',
    Key: 'a-long-one',
  }
  expect(secretValues(values)).toEqual(['Bearer abcdefgh', 'abcdefgh', 'a-long-one', 'a-long-one'])
  const said = { content: [{ type: 'text', text: 'I was sent abcdefgh.' }] }
  expect(withoutSecrets(said, secretValues(values)).content[0]?.text).toBe('I was sent [redacted].')
})

it('values that are kept stand in for null, and only those', () => {
  const stored = { KEY: 'kept', OTHER: 'unused' }
  expect(withStoredValues({ KEY: null, NEW: 'new' }, stored)).toEqual({ KEY: 'kept', NEW: 'new' })
  expect(() => withStoredValues({ GONE: null }, stored)).toThrow('GONE: has no saved value. Enter one.')
})
