import type { NewSessionResponse, SessionConfigOption, SessionModeState } from '@agentclientprotocol/sdk'
import type { ApprovalPolicy } from '../../shared/contract/agents.ts'
import type { Asking } from '../../shared/contract/external.ts'

/**
 * What an agent does in a mode, by what the mode says of itself: it asks; writes unasked and asks for the rest; lets a model
 * decide what need not be asked; asks nothing; only reads; refuses what it would have to ask for.
 */
export type Manner = 'asks' | 'edits' | 'decides' | 'free' | 'reads' | 'refuses' | 'unclear'

type Words = { id: string; name: string; description?: string | null | undefined }

/** The first that fits tells: a mode that "asks before writing outside the folder" writes inside it. */
const signs: readonly (readonly [Manner, RegExp])[] = [
  ['refuses', /\b(?:don['’]?t|never|without)\s+(?:ask|prompt)\w*\b.*\b(?:den(?:y|ies)|refus\w+|reject\w*)\b/],
  ['free', /\b(?:bypass\w*|skip\w*|disabl\w+|ignor\w+)\b.*\b(?:permission|approv|prompt|confirm)/],
  ['free', /\b(?:don['’]?t|does not|never|without|no)\s+(?:\w+\s+)?(?:ask|prompt|approv|confirm|permission)/],
  ['free', /\byolo\b|\bfull[- ]?access\b|\bunrestricted\b|\bdanger-|\bautopilot\b|\ballow[- ]all\b/],
  ['free', /\bauto(?:matically)?[- ]?(?:approv|accept|allow|run|execut)\w*\s+(?:all|every|any)/],
  ['edits', /\bauto(?:matic(?:ally)?)?[- ]?edit|\b(?:accept|approve|allow)s?[- ](?:all )?(?:file )?edit/],
  ['edits', /\bworkspace[- ](?:write|access)\b|\bask\w* before \w+ outside\b/],
  ['decides', /\bonly asks?\b|\bclassifier\b|\bauto(?:[- ]?(?:review|mode|approv\w*))?\b/],
  ['asks', /\b(?:asks?|prompts?|confirms?)\s+(?:\w+\s+)?(?:for|before|first|when|on|every)\b/],
  ['asks', /\b(?:requires?|needs?|wants?)\s+(?:\w+\s+)?(?:approval|permission|confirmation)\b/],
  ['asks', /\b(?:manual(?:ly)?|with)\s+(?:approv\w+|confirm\w+|permission)\b|(?:^|\n)(?:always[- ])?ask(?:\n|$)/],
  ['reads', /\bread[- ]?only\b|\bplan(?:ning)?\b|\banaly[sz]e only\b|\b(?:no|not)\b.*\b(?:modif|edit|tool exec)/],
  ['asks', /^default\n/],
]

/** camelCase as words, in lower case, one of id, name and description a line. */
const spoken = ({ id, name, description }: Words): string =>
  [id.replace(/^.*[#/]/, ''), name, description ?? '']
    .map((words) => words.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join('\n')

/** What a mode says that the agent does in it. */
export const mannerOf = (mode: Words): Manner => {
  const words = spoken(mode)
  return signs.find(([, sign]) => sign.test(words))?.[0] ?? 'unclear'
}

/** Something of a session that can be set: its mode, or an option. */
type Setting = { option?: string; current: string; choices: (Words & { manner: Manner })[] }
export type Choice = { option?: string; value: string; name: string }
type Chosen = { asking: Asking; choices: Choice[] }

const graded = (words: Words) => ({ ...words, manner: mannerOf(words) })

const modeSetting = ({ currentModeId, availableModes }: SessionModeState): Setting => ({
  current: currentModeId,
  choices: availableModes.map(graded),
})

/** Options that are about what is asked; the others are about models, effort and the like. */
const isAboutAsking = ({ id, name, description, category }: SessionConfigOption) =>
  category === 'mode' ||
  /permission|approv|allow|sandbox|prompts? for/i.test(`${id} ${name} ${description} ${category}`)

const optionSettings = (options: readonly SessionConfigOption[], hasModes: boolean): Setting[] =>
  options.flatMap((option) => {
    if (option.type !== 'select' || !isAboutAsking(option)) return []
    if (hasModes && option.category === 'mode') return [] // the same as its modes
    const choices = option.options.flatMap((each) => ('options' in each ? each.options : [each]))
    return [
      {
        option: option.id,
        current: option.currentValue,
        choices: choices.map(({ value, name, description }) => graded({ id: value, name, description })),
      },
    ]
  })

/** Manners that do for these rules, the best first. What AIOS is asked about although it is allowed, it allows. */
const enough = ({ write, run, network }: ApprovalPolicy): readonly Manner[] => {
  if (run === 'deny' && write === 'deny') return ['asks', 'refuses', 'reads']
  return write === 'allow' && (run !== 'allow' || network !== 'allow') ? ['asks', 'edits'] : ['asks']
}
/** And those that do not, the least bad first. */
const loose: readonly Manner[] = ['edits', 'decides', 'free']

/** Whether these rules let an agent do nothing before somebody was asked. */
export const mustAsk = ({ write, run, network }: ApprovalPolicy): boolean =>
  write !== 'allow' || run !== 'allow' || network !== 'allow'

/**
 * What is to be set in a session so that its agent asks as the rules want it, by what its modes and options say, and whether
 * it will then. `asksAnyway` where that is known of the agent besides.
 */
export const chooseAsking = (
  { modes, configOptions }: Pick<NewSessionResponse, 'modes' | 'configOptions'>,
  approvals: ApprovalPolicy,
  { asksAnyway = false } = {},
): Chosen => {
  const settings = [...(modes ? [modeSetting(modes)] : []), ...optionSettings(configOptions ?? [], Boolean(modes))]
  const wanted = enough(approvals)
  const picked = settings.flatMap((setting) => {
    const { option, current } = setting
    const best = bestOf(setting, wanted)
    return best ? [{ ...best, isNew: best.id !== current, ...(option !== undefined && { option }) }] : []
  })
  const choices = picked
    .filter(({ isNew }) => isNew)
    .map(({ id, name, option }) => ({ value: id, name, ...(option !== undefined && { option }) }))
  const isLoose = picked.some(({ manner }) => loose.includes(manner) && !wanted.includes(manner))
  const isSaid = asksAnyway || picked.some(({ manner }) => wanted.includes(manner))
  return { asking: isLoose ? 'never' : isSaid ? 'asks' : 'unclear', choices }
}

/** The choice of the best manner; the current one where several do as well, or it is stricter than what else there is. */
const bestOf = ({ current, choices }: Setting, wanted: readonly Manner[]) => {
  const strict = choices.filter(({ id, manner }) => id === current && (manner === 'reads' || manner === 'refuses'))
  if (strict.length > 0 && !choices.some(({ manner }) => wanted.includes(manner))) return strict[0]
  const ranked = [...wanted, 'unclear' as const, ...loose]
    .map((manner) => choices.filter((choice) => choice.manner === manner))
    .find(({ length }) => length)
  return ranked?.find(({ id }) => id === current) ?? ranked?.[0]
}
