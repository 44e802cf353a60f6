import { css, html, nothing } from 'lit'

/** What is wrong, by the name of its field: `limits.steps`. */
export type Problems = Readonly<Record<string, string>>

/** A form that is not sent, for what is wrong in it. */
export class InvalidForm extends Error {
  override name = 'InvalidForm'

  constructor(readonly problems: Problems) {
    super('')
  }
}

/** What the backend says of a field: `limits.steps: Too big.`; what names none stands under an empty name. */
export const problemsOf = (error: Error): Problems => {
  if (error instanceof InvalidForm) return error.problems
  const [, path, words] = /^([a-zA-Z]\w*(?:\.\w+)*): (.+)$/s.exec(error.message) ?? []
  return path && words ? { [path]: words } : { '': error.message }
}

/** What is wrong with a field or with what is in it, beside it. */
export const problemOf = (name: string, problems: Problems) => {
  const [, words] =
    Object.entries(problems).find(([path]) => path === name || (path !== '' && path.startsWith(`${name}.`))) ?? []
  return words ? html`<p class="fail" id="problem-${name}" role="alert" dir="auto">${words}</p>` : nothing
}

type Field = {
  name: string
  label: string
  value: string
  problems: Problems
  about?: string
  /** Rows of a text; without them it is one line. */
  rows?: number
  max?: number
  isRequired?: boolean
  isCode?: boolean
}

type Pick<T> = {
  name: string
  legend: string
  options: readonly T[]
  value: T
  wordsOf(option: T): string
  onPick(option: T): void
}

/** One of a few, each on a line of its own. */
export const pickField = <T extends string>({ name, legend, options, value, wordsOf, onPick }: Pick<T>) => html`
  <fieldset>
    <legend>${legend}</legend>
    ${options.map(
      (option) => html`
        <label class="pick">
          <input type="radio" name=${name} .checked=${option === value} @change=${() => onPick(option)} />
          <span>${wordsOf(option)}</span>
        </label>
      `,
    )}
  </fieldset>
`

export const textField = ({ name, label, value, problems, about, rows, max, isRequired = false, isCode }: Field) => {
  const described = [about && `about-${name}`, problems[name] && `problem-${name}`].filter(Boolean).join(' ') || nothing
  return html`
    <div class="one">
      <label for=${name}>${label}</label>
      ${
        rows
          ? html`<textarea
              class="field ${isCode ? 'code' : ''}"
              id=${name}
              rows=${rows}
              maxlength=${max ?? nothing}
              dir=${isCode ? 'ltr' : 'auto'}
              spellcheck=${isCode ? 'false' : 'true'}
              aria-invalid=${name in problems}
              aria-describedby=${described}
              .value=${value}
            ></textarea>`
          : html`<input
              class="field"
              id=${name}
              maxlength=${max ?? nothing}
              ?required=${isRequired}
              dir="auto"
              autocomplete="off"
              aria-invalid=${name in problems}
              aria-describedby=${described}
              .value=${value}
            />`
      }
      ${about ? html`<p class="soft about" id="about-${name}">${about}</p>` : nothing} ${problemOf(name, problems)}
    </div>
  `
}

type Figure = { name: string; label: string; value: number; problems: Problems; max: number; min?: number }

export const figureField = ({ name, label, value, problems, max, min = 1 }: Figure) => html`
  <div class="one figure">
    <label for=${name}>${label}</label>
    <input
      class="field"
      id=${name}
      type="number"
      inputmode="numeric"
      required
      min=${min}
      max=${max}
      aria-invalid=${name in problems}
      aria-describedby=${name in problems ? `problem-${name}` : nothing}
      .value=${String(value)}
    />
    ${problemOf(name, problems)}
  </div>
`

export const fieldStyles = css`
  .one {
    display: grid;
    gap: var(--size-1);
  }

  .figure {
    grid-template-columns: minmax(0, 1fr) 8rem;
    align-items: center;
  }

  .figure .fail {
    grid-column: 1 / -1;
  }

  label,
  legend {
    padding: 0;
    font-size: var(--text-s);
    font-weight: var(--font-weight-5);
  }

  textarea {
    resize: vertical;
  }

  .code {
    font-family: var(--font-mono);
    font-size: var(--text-xs);
  }

  .about,
  .fail {
    font-size: var(--text-xs);
    overflow-wrap: anywhere;
  }

  [aria-invalid='true'] {
    border-color: var(--fail);
  }

  fieldset {
    display: grid;
    gap: var(--size-2);
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }

  .pick {
    display: flex;
    gap: var(--size-2);
    align-items: baseline;
    font-weight: var(--font-weight-4);
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .pick input {
    flex: none;
    accent-color: var(--accent);
  }
`
