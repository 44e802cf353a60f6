import type { Entity } from './entity.ts'

/** Characters of an IBAN by country: the IBAN registry (ISO 13616), release 99. */
const lengths = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18
   FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20
   LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24
   SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const beginning = /(?<![\p{L}\p{N}])([A-Z]{2})\d{2}/gu

/** IBANs, in groups or not, whose checksum is right (ISO 7064, MOD 97-10). The value has no spaces. */
export const ibans = (text: string): Entity[] => {
  const found: Entity[] = []
  for (const { index, 1: country } of text.matchAll(beginning)) {
    const length = lengths.get(country as string)
    if (length === undefined) continue
    const read = gather(text, index, length)
    if (read && isChecked(read.value)) found.push({ kind: 'iban', start: index, ...read })
  }
  return found
}

/** Exactly `length` letters and digits, with at most one space or hyphen between two of them. */
const gather = (text: string, start: number, length: number): { end: number; value: string } | undefined => {
  let value = ''
  let at = start
  while (value.length < length) {
    if (value.length > 0 && /[\s-]/.test(text[at] ?? '')) at++
    const next = text[at++]
    if (next === undefined || !/[A-Z0-9]/.test(next)) return undefined
    value += next
  }
  return /[\p{L}\p{N}]/u.test(text[at] ?? '') ? undefined : { end: at, value }
}

const isChecked = (iban: string): boolean => {
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
