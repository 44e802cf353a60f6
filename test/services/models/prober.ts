import { expect } from 'vitest'
import type { Finding, Probe, ProbeCheck, ProbeResult } from '../../../extensions/backend/src/shared/contract/probe.ts'
import type { TestApp } from '../../support/app.ts'
import { type Answer, calls, type ModelRequest, says } from '../../support/model-answers.ts'
import { type ModelServerOptions, startModelServer } from '../../support/model-server.ts'

/** Asks the doctor about one server. */
export const prober =
  (app: TestApp) =>
  async (body: object): Promise<Probe> => {
    const { servers } = await app.postJson<ProbeResult>('/api/providers/probe', body)
    expect(servers).toHaveLength(1)
    return servers[0] as Probe
  }

export const finding = ({ findings }: Probe, check: ProbeCheck): Finding | undefined =>
  findings.find((each) => each.check === check)

/** Does what a good model does. */
export const able = ({ body }: ModelRequest): Answer =>
  body.tools?.length ? calls([{ name: 'add', arguments: { a: 2, b: 3 } }]) : says('one two three four five')

export const start = (options: ModelServerOptions = {}) => startModelServer({ reply: able, ...options })
