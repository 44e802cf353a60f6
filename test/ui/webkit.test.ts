import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ensureUi } from '../../scripts/build/all.ts'
import { text } from '../../src/strings/index.ts'
import { stageApp } from '../support/app-folder.ts'
import { projectRoot } from '../support/neutralino-host/config.ts'
import { startHostProcess } from '../support/neutralino-host-process.ts'
import { descendants, untilGone, withVariable } from '../support/processes.ts'
import { until } from '../support/until.ts'
import { hasWebKit, openWebKit } from '../support/webkit.ts'
import { serve } from './support/served.ts'
import { slides } from './support/slides.ts'
import { ask, click, textOf } from './support/webkit-page.ts'
import { answer, prompt, setTheStage } from './support/whole-run.ts'

describe.skipIf(!hasWebKit)('in WebKitGTK, the engine of the window on Linux', () => {
  test('a window leaves nothing behind: no folder, and no bus or portal that it had started', async () => {
    const { home, driver, ...opened } = await openWebKit()
    await driver.get('about:blank')
    expect(withVariable(`HOME=${home}`)).not.toEqual([])
    await opened[Symbol.asyncDispose]()
    expect(withVariable(`HOME=${home}`)).toEqual([])
    expect(existsSync(home)).toBe(false)
  })

  test('the sample is answered through the core’s double, and its citation opens with the quote marked', async () => {
    await ensureUi()
    const app = stageApp()
    const host = await startHostProcess({ root: app.root, resources: projectRoot, env: app.env() })
    onTestFinished(async () => {
      const started = descendants(host.pid)
      await host[Symbol.asyncDispose]()
      await untilGone(started, 10_000)
      app[Symbol.dispose]()
    })
    await using webkit = await openWebKit()
    const { driver } = webkit
    await driver.get(`http://127.0.0.1:${host.port}/`)
    await until(async () => (await textOf(driver, '[role=status]')).join().includes(text.status.connected))

    await click(driver, text.firstStart.sample)
    await click(driver, text.firstStart.questions[0] as string)
    await click(driver, 'Source 1')
    const marked = await until(
      () => textOf(driver, 'mark'),
      (marks) => marks.length > 0,
    )
    expect(marked.join(' ')).toContain('A full membership costs 180 euros per year')
  })

  test('the page stands in its window, whatever is asked and opened', async () => {
    const backend = await serve()
    await using webkit = await openWebKit()
    const { driver } = webkit
    const stands = async (where: string) => {
      expect(await driver.executeScript<string[]>(`return (${slides})()`), where).toEqual([])
    }
    await driver.get(backend.page)
    await click(driver, text.firstStart.sample)
    await click(driver, text.firstStart.questions[0] as string)
    for (const [before, question] of ['What does a guest pay?', 'And the table saw?', 'Who may use it?'].entries()) {
      await until(async () => (await textOf(driver, 'aios-answer')).length > before, Boolean, { limit: 60_000 })
      await stands(`before: ${question}`)
      await ask(driver, question)
    }
    await until(async () => (await textOf(driver, 'aios-answer')).length > 3, Boolean, { limit: 60_000 })
    await stands('asked four times')
    await click(driver, 'Source 1')
    await until(async () => (await textOf(driver, 'mark')).length > 0)
    await stands('evidence')
    for (const screen of Object.values(text.frame.screens)) {
      await click(driver, screen)
      await stands(screen)
    }
  })

  test('a whole run goes from approval over restarts to a cited answer and its evidence', async () => {
    const { backend, path, isSilent, task } = await setTheStage()
    await using webkit = await openWebKit()
    const { driver } = webkit
    const says = (selector: string, words: string) =>
      until(async () => (await textOf(driver, selector)).join(' ').includes(words), Boolean, { limit: 60_000 })
    await driver.get(backend.page)
    await says('[role=status]', text.status.connected)
    await click(driver, text.frame.screens.agents)
    await click(driver, text.agents.useLabel('Pilot'))
    await ask(driver, prompt)

    await says('aios-approval article, .risk', text.approvals.risks.run)
    expect((await textOf(driver, '.arguments pre')).join(' ')).toContain(path)
    await backend.killServer(() => says('[role=status]', text.status.restarting))
    await says('[role=status]', text.status.connected)
    await click(driver, text.approvals.once)
    await isSilent()
    await backend.killServer()
    await says('.text', answer)
    // What the model is saying is shown before the task is over.
    await until(task, ({ status }) => status === 'succeeded', { limit: 60_000 })

    await click(driver, 'Source 1: Harbour fees')
    await until(
      () => textOf(driver, 'mark'),
      (marks) => marks.join(' ').includes('340'),
      { limit: 60_000 },
    )
    // What would be saved is kept in the page: nobody is there to choose a folder.
    await driver.executeScript(`
      const make = URL.createObjectURL
      URL.createObjectURL = (blob) => make.call(URL, (window.saved = blob))
      HTMLAnchorElement.prototype.click = () => undefined
    `)
    await click(driver, text.ask.saveLabel)
    await click(driver, text.ask.saveEvidence)
    const start = await until(() =>
      driver.executeAsyncScript<string>(
        `const done = arguments[0]; window.saved ? window.saved.slice(0, 2).text().then(done) : done('')`,
      ),
    )
    expect(start, 'a ZIP').toBe('PK')
  })
})
