import type { Agent, AgentChange } from '../../api/agents.ts'
import type { Problems } from '../../components/form/form-fields.ts'
import { risks } from '../../parts/approvals/approval-rules.ts'
import { text } from '../../strings/index.ts'

/** What stands in the form, and what is wrong with it before anybody else looks. */
export type AgentFormValues = { fields: AgentChange & { name: string }; problems: Problems }

/** Reads the form; null stands for what was left empty. */
export const readAgentForm = (form: ParentNode, kind: Agent['kind'], icon: string): AgentFormValues => {
  const problems: Record<string, string> = {}
  const field = (name: string) => form.querySelector<HTMLInputElement>(`[id="${name}"]`)
  const words = (name: string) => field(name)?.value.trim() ?? ''
  const figure = (name: string): number => {
    const input = field(`limits.${name}`)
    if (input && !input.checkValidity()) problems[`limits.${name}`] = input.validationMessage
    return Number(input?.value)
  }
  if (words('name') === '') problems.name = text.agentForm.noName
  const scope = form.querySelector('aios-scope-field')?.chosen
  if (scope === false) problems.scope = text.agentForm.noDocument
  const common = {
    name: words('name'),
    description: words('description'),
    icon: icon || null,
    scope: scope || null,
  }
  const approvals = () =>
    Object.fromEntries(risks.map((risk) => [risk, words(`approvals.${risk}`)])) as Agent['approvals']
  if (kind === 'external') {
    const external = form.querySelector('aios-external-fields')?.setup
    if (!external) problems['external.env'] = text.external.duplicate
    if (external?.command === '') problems['external.command'] = text.external.missing
    const limits = { minutes: figure('minutes') }
    const program = { instructions: words('instructions'), limits, approvals: approvals() }
    return { fields: { ...common, ...program, ...(external && { external }) }, problems }
  }
  if (kind !== 'model') return { fields: { ...common, limits: { quotes: figure('quotes') } }, problems }

  const model = form.querySelector('aios-model-choice')
  const schema = schemaOf(words('outputSchema'))
  if (typeof schema === 'string') problems.outputSchema = schema
  return {
    fields: {
      ...common,
      instructions: words('instructions'),
      providerId: model?.providerId ?? null,
      modelId: model?.modelId ?? null,
      tools: [...(form.querySelector('aios-tool-picker')?.chosen ?? [])],
      limits: { steps: figure('steps'), minutes: figure('minutes'), tokens: figure('tokens') },
      approvals: approvals(),
      outputSchema: typeof schema === 'string' ? null : schema,
    },
    problems,
  }
}

/** A schema, null where there is none, or what is wrong with it. */
const schemaOf = (written: string): Record<string, unknown> | string | null => {
  if (written === '') return null
  try {
    const schema: unknown = JSON.parse(written)
    const isRow = typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'object'
    return isRow ? (schema as Record<string, unknown>) : text.agentForm.schemaObject
  } catch (error) {
    return text.agentForm.schemaBad((error as Error).message)
  }
}
