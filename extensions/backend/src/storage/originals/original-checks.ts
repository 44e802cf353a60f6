import { isLeaseDead, leaseTime, newLease } from '../../base/lease.ts'
import { type Database, transaction } from '../database/database.ts'

type Row = {
  position: string | null
  is_asked: number
  checked: number
  total: number
  bytes: number
  began_at: string
  ended_at: string | null
  lease_owner: string | null
  lease_until: number | null
}

/** How far a check of all originals is. `position` is the content that was looked at last, none while none is under way. */
type CheckProgress = {
  position?: string
  isAsked: boolean
  checked: number
  total: number
  bytes: number
  beganAt: string
  /** When the last one came to its end. */
  endedAt?: string
}

/** Before the first content. */
const beginning = ''

/** Contents of which AIOS has a copy of its own, or should. */
const held = `
  SELECT sha256 FROM document d WHERE removed_at IS NULL AND (status <> 'failed' OR error_code IS NOT NULL)
    AND sha256 > :after AND sha256 < :below AND NOT EXISTS (
      SELECT 1 FROM folder_file f JOIN folder o ON o.id = f.folder_id
      WHERE f.document_id = d.id AND o.mode = 'in-place' AND f.archive IS NULL)
  UNION SELECT sha256 FROM artifact WHERE sha256 > :after AND sha256 < :below
  UNION SELECT before_sha256 FROM file_change WHERE before_sha256 > :after AND before_sha256 < :below
  UNION SELECT after_sha256 FROM file_change WHERE after_sha256 > :after AND after_sha256 < :below`

/** After the last content: a hash has digits and letters up to f. */
const end = 'g'

/** Where each content begins that is looked for at once, so that no look takes long: two digits of its hash. */
const shelves = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))

/** The check of all originals: one at a time goes on, whichever instance does it. */
export const originalCheckStore = (db: Database) => {
  const row = db.prepare('SELECT * FROM original_check WHERE number = 1')
  const begin = db.prepare(`
    INSERT INTO original_check (number, position, is_asked, checked, total, bytes, began_at, ended_at)
    VALUES (1, '${beginning}', :isAsked, 0, :total, 0, :now, NULL)
    ON CONFLICT (number) DO UPDATE SET position = '${beginning}', is_asked = :isAsked, checked = 0, total = :total, bytes = 0,
      began_at = :now`)
  const ask = db.prepare('UPDATE original_check SET is_asked = 1 WHERE number = 1')
  const claim = db.prepare('UPDATE original_check SET lease_owner = ?, lease_until = ? WHERE number = 1')
  const beat = db.prepare('UPDATE original_check SET lease_until = ? WHERE number = 1 AND lease_owner = ?')
  const advance = db.prepare(`
    UPDATE original_check SET position = ?, checked = ?, bytes = ?, lease_until = ?
    WHERE number = 1 AND lease_owner = ? AND position <= ?`)
  const finish = db.prepare(`
    UPDATE original_check SET position = NULL, is_asked = 0, checked = ?, bytes = ?, ended_at = ?, lease_owner = NULL,
      lease_until = NULL WHERE number = 1 AND lease_owner = ?`)
  const release = db.prepare(
    'UPDATE original_check SET lease_owner = NULL, lease_until = NULL WHERE number = 1 AND lease_owner = ?',
  )
  const next = db.prepare(`${held} ORDER BY 1`)
  const count = db.prepare(`SELECT count(*) AS count FROM (${held})`)

  const stored = () => row.get() as Row | undefined

  const progress = (): CheckProgress | undefined => {
    const found = stored()
    if (!found) return undefined
    return {
      ...(found.position !== null && { position: found.position }),
      isAsked: found.is_asked === 1,
      checked: found.checked,
      total: found.total,
      bytes: found.bytes,
      beganAt: found.began_at,
      ...(found.ended_at !== null && { endedAt: found.ended_at }),
    }
  }

  return {
    progress,

    /** Begins with the first content; one that is under way goes on, at once where somebody asks for it. */
    begin: (isAsked: boolean): void =>
      transaction(db, () => {
        if (progress()?.position === undefined) {
          const { count: total } = count.get({ after: beginning, below: end }) as { count: number }
          begin.run({ isAsked: isAsked ? 1 : 0, total, now: new Date().toISOString() })
        } else if (isAsked) ask.run()
      }),

    /** A claim on the check that is under way; nothing where there is none, or another instance is at it. */
    claim: (): string | undefined =>
      transaction(db, () => {
        const found = stored()
        if (!found || found.position === null || !isLeaseDead(found.lease_owner, found.lease_until)) return undefined
        const lease = newLease()
        claim.run(lease, Date.now() + leaseTime)
        return lease
      }),

    heartbeat: (lease: string) => beat.run(Date.now() + leaseTime, lease).changes === 1,
    /** False when the claim was lost. */
    advance: (
      lease: string,
      { position, checked, bytes }: Pick<Required<CheckProgress>, 'position' | 'checked' | 'bytes'>,
    ) => advance.run(position, checked, bytes, Date.now() + leaseTime, lease, position).changes === 1,
    finish: (lease: string, { checked, bytes }: Pick<CheckProgress, 'checked' | 'bytes'>) =>
      void finish.run(checked, bytes, new Date().toISOString(), lease),
    release: (lease: string) => void release.run(lease),

    /** All contents after one, in the order of their hashes, read a part at a time. */
    *contents(position = beginning): Generator<string> {
      for (const shelf of shelves) {
        const below = `${shelf}g`
        if (position >= below) continue
        const after = position > shelf ? position : shelf
        for (const { sha256 } of next.all({ after, below }) as { sha256: string }[]) yield sha256
      }
    },
  }
}
export type OriginalCheckStore = ReturnType<typeof originalCheckStore>
