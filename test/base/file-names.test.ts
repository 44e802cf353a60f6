import { describe, expect, it } from 'vitest'
import { archiveName, safeName } from '../../extensions/backend/src/base/file-names.ts'

describe('safeName', () => {
  it.each([
    ['plan.pdf', { name: 'plan.pdf' }],
    ['Permits/2026/plan.pdf', { name: 'plan.pdf', folder: 'Permits/2026' }],
    ['../../etc/passwd', { name: 'passwd', folder: 'etc' }],
    ['..\\..\\evil.txt', { name: 'evil.txt' }],
    ['C:\\Users\\me\\plan.pdf', { name: 'plan.pdf', folder: 'Users/me' }],
    ['/absolute.txt', { name: 'absolute.txt' }],
    ['', { name: 'untitled' }],
    ['..', { name: 'untitled' }],
    ['a\0b.txt', { name: 'ab.txt' }],
    ['invoice\u202Efdp.exe', { name: 'invoicefdp.exe' }],
    ['Straße café 日本語 😀.md', { name: 'Straße café 日本語 😀.md' }],
    ['CON.txt', { name: 'CON.txt' }],
  ])('%j', (sent, safe) => {
    expect(safeName(sent)).toEqual(safe)
  })

  it('shortens long names and keeps the extension', () => {
    const { name } = safeName(`${'n'.repeat(300)}.pdf`)
    expect(name.length).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^n+….pdf$/)
  })

  it('never leaves half a character', () => {
    for (const length of [190, 191, 192, 193, 194, 195, 196, 197]) {
      expect(safeName(`${'n'.repeat(length)}😀😀😀😀😀😀.pdf`).name.isWellFormed()).toBe(true)
    }
  })
})

describe('archiveName', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['a/b\\c:d.txt', 'a_b_c_d.txt'],
    ['CON.txt', '_CON.txt'],
    ['nul', '_nul'],
    ['trailing. ', 'trailing_'],
    ['', '_'],
  ])('%j', (name, expected) => {
    expect(archiveName(name)).toBe(expected)
  })
})
