import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { migrations } from '../../../extensions/backend/src/storage/database/migrations.ts'

/** SHA-256 of each entry that people may have in their data; a change of the schema is a new entry, and a new line here. */
const shipped = [
  '0cc05db9c450e67559e9a351dd35276752a69e96a069e925ad87e6c943f7ea34',
  'e788c6da47e3d8d6afaa7f658f5000b09263ffb6c3c2a836192629aa24c56503',
  '913e10e731e099af4cc2e2bb2f588b9485e305b8787ee5188a54dcc8cf1c29db',
  'ce626e2610ca3a702200fa18def6d38d794993981e48677c69d46f98a5c5f06e',
  '1c225683f56ad4664ed70a50f2a70711242e6d32790b5e8c74167381ab9721fb',
  '463c55f627e2afe09559947574d4015c3a498c4e5832395123ab45611edb207c',
  'f991960922ce4f7cb9c7f4b6e68364cc92cf106496032bb114b29bcb074f17aa',
  '0e9b72656c48cfba7a88d4607490d617575b5c86d5734850dd2721a1088156b2',
  'e1eb67e52314514b8bf87461bd7ed74d96ebe3a79a24de9fd4b240ae912a82e6',
  '2fd157effc5dcda5ac10f81ea9ece18916e387c76efe8dbcf19ea91656e128d4',
  '4b0fdc2ce640ed6f112719a3c96ff515e7a5dc5f8df10aef56ef9c1a49194fb1',
  '8fb6dba9050ed1be9480da1cf98d4e80fbb34ac5e5c208550868e3f948991984',
  '690c446b0fb054c05e28612b76151d2e2d43719ec7897fb094744389c9409a01',
  '48a458fd4483cd524ba4471b78525b89c16eccb273949a5095ebaef35d91b7a0',
  '2b14358c19640356dfef31fc653d629573bdc055830d9affb390ca8e1cdbb4a5',
]

it('migrations that have shipped stay as they are', () => {
  const hashes = migrations.map((sql) => createHash('sha256').update(sql).digest('hex'))
  expect(hashes).toEqual(shipped)
})
