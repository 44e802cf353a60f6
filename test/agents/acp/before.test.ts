import { describe, expect, it } from 'vitest'
import { beforeDiffs } from '../../../extensions/backend/src/agents/acp/before.ts'
import { hidden } from '../../../extensions/backend/src/base/log.ts'

const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text))

/** null: there was no file; undefined: nobody can tell. */
describe('what a file was before a change that is told of', () => {
  it.each<[string, string | undefined, [string | null, string][], boolean, string | null | undefined]>([
    ['not written yet, and no file', undefined, [[null, 'new']], false, null],
    ['not written yet', 'old', [['old', 'new']], false, 'old'],
    ['not written yet, a part told', 'a old b', [['old', 'new']], false, 'a old b'],
    ['not written yet, only its path told', 'old', [], false, 'old'],
    ['written while it is asked', 'new', [['old', 'new']], false, 'old'],
    ['written while it is asked, an empty file before', 'new', [['', 'new']], false, ''],
    ['written while it is asked, without the old text', 'new', [[null, 'new']], false, undefined],
    ['written already, the whole told', 'new', [['old', 'new']], true, 'old'],
    ['written already, a part told', 'a new b', [['old', 'new']], true, 'a old b'],
    [
      'written already, two parts told',
      'a x b y',
      [
        ['1', 'x'],
        ['2', 'y'],
      ],
      true,
      'a 1 b 2',
    ],
    ['written already, a part that stands there twice', 'new new', [['old', 'new']], true, undefined],
    ['written already, a part that is there no more', 'other', [['old', 'new']], true, undefined],
    ['written already, a secret taken out of what is told', 'new', [[`old ${hidden}`, 'new']], true, undefined],
    ['written already, only its path told', 'new', [], true, undefined],
    ['written already, and gone', undefined, [['old', 'new']], true, undefined],
  ])('%s', (_, now, diffs, isOver, expected) => {
    const before = beforeDiffs(
      bytes(now),
      diffs.map(([oldText, newText]) => ({ oldText, newText })),
      isOver,
    )
    expect(before === null ? null : before?.toString()).toBe(expected)
  })

  it('of bytes that are no text, parts are not put back', () => {
    const now = Buffer.concat([Buffer.from([0xff]), Buffer.from('new')])
    expect(beforeDiffs(now, [{ oldText: 'old', newText: 'new' }], true)).toBeUndefined()
    expect(beforeDiffs(now, [{ oldText: 'old', newText: 'new' }], false)).toBe(now)
  })
})
